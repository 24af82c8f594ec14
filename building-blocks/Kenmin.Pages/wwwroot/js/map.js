// A map of the municipalities with points. Texts are set as text, never as markup.
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

const worthShowing = { padding: 48, maxZoom: 13, animate: false };

/** @param {HTMLElement} holder */
export async function start(holder) {
  const [maplibre, areas] = await Promise.all([loadLibrary(), fetch(holder.dataset.areas).then(answer => answer.json())]);
  const points = JSON.parse(holder.dataset.points);
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const tiles = holder.dataset.tiles;
  const bounds = new maplibre.LngLatBounds();
  for (const point of points) bounds.extend(point.at);
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
        ...(tiles ? { tiles: { type: 'raster', tiles: [tiles], tileSize: 256, maxzoom: 18 } } : {}),
      },
      layers: [
        { id: 'sea', type: 'background', paint: { 'background-color': css('--map-sea') } },
        { id: 'land', type: 'fill', source: 'areas', paint: { 'fill-color': css('--map-land') } },
        ...(tiles ? [{ id: 'tiles', type: 'raster', source: 'tiles' }] : []),
        { id: 'borders', type: 'line', source: 'areas', paint: { 'line-color': css('--map-line'), 'line-width': 1.2 } },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right');
  holder.parentElement.querySelector('[data-map-missing]').hidden = true;

  for (const area of areas.features) label(maplibre, map, area.properties);
  for (const point of points) pin(maplibre, map, point, holder.dataset);
  if (!bounds.isEmpty()) map.fitBounds(bounds, worthShowing);
  // The names of municipalities would lie on each other in a wide view of a small map.
  const dense = () => holder.classList.toggle('map__canvas--far', map.getZoom() < 8);
  map.once('idle', () => { holder.dataset.drawn = String(map.queryRenderedFeatures({ layers: ['land'] }).length > 0); });
  map.on('zoomend', dense);
  dense();
}

function label(maplibre, map, { label_lon, label_lat, name, romaji }) {
  const element = document.createElement('span');
  element.className = 'map__name';
  element.setAttribute('aria-hidden', 'true');
  element.textContent = document.documentElement.lang === 'en' ? romaji : name;
  const marker = new maplibre.Marker({ element }).setLngLat([label_lon, label_lat]).addTo(map);
  for (const attribute of ['role', 'aria-label', 'tabindex']) marker.getElement().removeAttribute(attribute);
}

function pin(maplibre, map, point, texts) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `map__pin map__pin--${point.tone}`;
  const name = point.note ? `${point.label} ${point.note}` : point.label;

  const content = document.createElement('div');
  content.className = 'map__popup';
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
  new maplibre.Marker({ element, anchor: 'bottom' })
    .setLngLat(point.at)
    .setPopup(new maplibre.Popup({ offset: 34, maxWidth: '18rem' }).setDOMContent(content))
    .addTo(map);
  element.removeAttribute('role');
  element.setAttribute('aria-label', name);
}
