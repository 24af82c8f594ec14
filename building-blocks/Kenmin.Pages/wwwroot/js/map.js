// A map of the municipalities with points, stretches and areas. Texts are set as text, never as markup.
let library;
const loadLibrary = () => library ??= import('../lib/maplibre-gl/maplibre-gl.mjs').then(module => {
  // A worker from this site's own address, so that a policy of worker-src 'self' holds.
  module.setWorkerUrl(new URL('../lib/maplibre-gl/maplibre-gl-worker.mjs', import.meta.url).href);
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = new URL('../lib/maplibre-gl/maplibre-gl.css', import.meta.url).href;
  return new Promise((done, failed) => {
    sheet.onload = () => done(module);
    sheet.onerror = failed;
    document.head.append(sheet);
  });
});

// Without a background map there is nothing but boundaries to find one's way by: stay where some of them are seen.
const worthShowing = tiles => ({ padding: 48, maxZoom: tiles ? 13 : 9, animate: false });

/** @param {HTMLElement} holder */
export async function start(holder) {
  const [maplibre, areas] = await Promise.all([loadLibrary(), fetch(holder.dataset.areas).then(answer => answer.json())]);
  let points = JSON.parse(holder.dataset.points);
  const shapes = JSON.parse(holder.dataset.shapes ?? '[]');
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const tiles = holder.dataset.tiles;
  const bounds = new maplibre.LngLatBounds();
  for (const point of points) bounds.extend(point.at);
  for (const shape of shapes) for (const at of shape.at) bounds.extend(at);
  const [west, south, east, north] = areas.bbox;

  holder.hidden = false;
  const map = new maplibre.Map({
    container: holder,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300,
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 16 },
    maxZoom: 17,
    locale: {
      'NavigationControl.ZoomIn': holder.dataset.textIn,
      'NavigationControl.ZoomOut': holder.dataset.textOut,
      'Popup.Close': holder.dataset.textClose,
      'Map.Title': holder.dataset.label,
      'CooperativeGesturesHandler.WindowsHelpText': holder.dataset.textGestureKey,
      'CooperativeGesturesHandler.MacHelpText': holder.dataset.textGestureKey,
      'CooperativeGesturesHandler.MobileHelpText': holder.dataset.textGestureTouch,
    },
    style: {
      version: 8,
      sources: {
        areas: { type: 'geojson', data: areas },
        shapes: { type: 'geojson', data: { type: 'FeatureCollection', features: shapes.map(feature) } },
        ...(tiles ? { tiles: { type: 'raster', tiles: [tiles], tileSize: 256, maxzoom: 18 } } : {}),
      },
      layers: [
        { id: 'sea', type: 'background', paint: { 'background-color': css('--map-sea') } },
        { id: 'land', type: 'fill', source: 'areas', paint: { 'fill-color': css('--map-land') } },
        ...(tiles ? [{ id: 'tiles', type: 'raster', source: 'tiles' }] : []),
        { id: 'borders', type: 'line', source: 'areas', paint: { 'line-color': css('--map-line'), 'line-width': 1.2 } },
        { id: 'shape-areas', type: 'fill', source: 'shapes', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': css('--key'), 'fill-opacity': 0.25 } },
        { id: 'shape-lines', type: 'line', source: 'shapes', paint: { 'line-color': css('--key'), 'line-width': 4 } },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right');
  holder.parentElement.querySelector('[data-map-missing]').hidden = true;

  for (const area of areas.features) label(maplibre, map, area.properties);
  if (!bounds.isEmpty()) map.fitBounds(bounds, worthShowing(tiles));
  let shown = [];
  const draw = () => {
    for (const marker of shown) marker.remove();
    shown = groups(map, points).map(group => pin(maplibre, map, group, holder.dataset));
  };
  // Moving the map moves the pins with it; only another zoom brings them together or apart.
  map.on('zoomend', draw);
  map.on('resize', draw);
  draw();
  holder.addEventListener('kenmin:points', () => {
    points = JSON.parse(holder.dataset.points);
    draw();
  });
  // The names of municipalities would lie on each other in a wide view of a small map.
  const dense = () => holder.classList.toggle('map__canvas--far', map.getZoom() < 8);
  map.once('idle', () => { holder.dataset.drawn = String(map.queryRenderedFeatures({ layers: ['land'] }).length > 0); });
  map.on('zoomend', dense);
  dense();
  if (holder.dataset.drawLatitude) (await import('./map-draw.js')).start(map, holder, css('--key'));
}

const feature = ({ area, at }) => ({
  type: 'Feature', properties: {},
  geometry: area ? { type: 'Polygon', coordinates: [[...at, at[0]]] } : { type: 'LineString', coordinates: at },
});

function label(maplibre, map, { label_lon, label_lat, name, romaji }) {
  const element = document.createElement('span');
  element.className = 'map__name';
  element.setAttribute('aria-hidden', 'true');
  element.textContent = document.documentElement.lang === 'en' ? romaji : name;
  const marker = new maplibre.Marker({ element }).setLngLat([label_lon, label_lat]).addTo(map);
  for (const attribute of ['role', 'aria-label', 'tabindex']) marker.getElement().removeAttribute(attribute);
}

// Pins that would lie on each other stand together as one; in pixels, a little more than a pin's own size.
const across = 54;
const along = 80;

function groups(map, points) {
  const found = [];
  for (const point of points) {
    const at = map.project(point.at);
    const near = found.find(group => Math.abs(group.x - at.x) < across && Math.abs(group.y - at.y) < along);
    if (near) near.points.push(point);
    else found.push({ x: at.x, y: at.y, points: [point] });
  }
  return found;
}

function pin(maplibre, map, { points }, texts) {
  const [first] = points;
  const many = points.length > 1;
  const element = document.createElement('button');
  element.type = 'button';
  element.className = many ? 'map__pin map__pin--many' : `map__pin map__pin--${first.tone}`;
  if (many) element.textContent = String(points.length);
  const marker = new maplibre.Marker({ element, anchor: many ? 'center' : 'bottom' })
    .setLngLat(first.at)
    .setPopup(new maplibre.Popup({ offset: many ? 22 : 34, maxWidth: '18rem' }).setDOMContent(popup(points, texts)))
    .addTo(map);
  element.removeAttribute('role');
  // What is seen, the number, is part of what is read.
  element.setAttribute('aria-label', (many ? `${points.length}: ` : '') + points.map(point => point.note ? `${point.label} ${point.note}` : point.label).join('、'));
  return marker;
}

function popup(points, texts) {
  const content = document.createElement('div');
  content.className = 'map__popup';
  content.tabIndex = 0;
  for (const point of points) {
    const title = document.createElement('p');
    title.className = 'map__popup-title';
    title.textContent = point.label;
    content.append(title);
    if (point.note) {
      const note = document.createElement('p');
      note.textContent = point.note;
      content.append(note);
    }
    if (point.href?.startsWith('/')) {
      const link = document.createElement('a');
      link.href = point.href;
      link.textContent = texts.textRead;
      content.append(link);
    }
  }
  return content;
}
