// Drawing a point, a stretch or an area on a map into the fields of a form. The fields stay: they are what is sent.
const load = async () => {
  // Scripts, not modules: they set themselves on the window, the second on the first.
  for (const name of ['terra-draw', 'terra-draw-maplibre-gl-adapter']) {
    await new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = new URL(`../lib/${name}/${name}.umd.js`, import.meta.url).href;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }
  return { ...globalThis.terraDraw, ...globalThis.terraDrawMaplibreGlAdapter };
};

/**
 * @param {import('maplibre-gl').Map} map
 * @param {HTMLElement} holder
 * @param {string} colour
 */
export async function start(map, holder, colour) {
  const texts = holder.dataset;
  const [shape, latitude, longitude] = [texts.draw, texts.drawLatitude, texts.drawLongitude].map(id => document.getElementById(id));
  const { TerraDraw, TerraDrawPointMode, TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawRenderMode, TerraDrawMapLibreGLAdapter } = await load();
  if (!map.isStyleLoaded()) await map.once('load');
  const line = { lineStringColor: colour, lineStringWidth: 4, closingPointColor: colour };
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 6 }),
    modes: [
      new TerraDrawRenderMode({ modeName: 'rest', styles: {} }),
      new TerraDrawPointMode({ styles: { pointColor: colour, pointWidth: 8 } }),
      new TerraDrawLineStringMode({ styles: line }),
      new TerraDrawPolygonMode({ styles: { fillColor: colour, fillOpacity: 0.25, outlineColor: colour, outlineWidth: 4, closingPointColor: colour } }),
    ],
  });
  draw.start();
  draw.setMode('rest');

  const tools = document.createElement('div');
  tools.className = 'map__tools';
  tools.setAttribute('role', 'group');
  tools.setAttribute('aria-label', texts.textDraw);
  const said = document.createElement('p');
  said.setAttribute('role', 'status');
  const how = shape ? texts.textHow : '';
  said.textContent = how;
  const buttons = new Map();
  const press = mode => {
    for (const [name, button] of buttons) button.setAttribute('aria-pressed', String(name === mode));
  };
  const kinds = [['point', texts.textPoint], ...shape ? [['linestring', texts.textLine], ['polygon', texts.textArea]] : []];
  for (const [mode, text] of kinds)
    buttons.set(mode, add(text, () => {
      draw.clear();
      draw.setMode(mode);
      press(mode);
      said.textContent = mode === 'point' ? texts.textWhere : how;
    }));
  press(null);
  add(texts.textClear, () => {
    draw.clear();
    draw.setMode('rest');
    press(null);
    write('', '', '');
    said.textContent = texts.textCleared;
  });
  holder.before(tools);
  holder.after(said);

  draw.on('finish', (id, { action } = {}) => {
    if (action && action !== 'draw') return;
    const drawn = draw.getSnapshot().find(feature => feature.id === id)?.geometry;
    if (!drawn) return;
    if (drawn.type === 'Point') write('', String(drawn.coordinates[1]), String(drawn.coordinates[0]));
    else write(JSON.stringify({ type: drawn.type, coordinates: drawn.coordinates }), '', '');
    // One place has one shape: drawing again begins anew.
    draw.setMode('rest');
    press(null);
    said.textContent = texts.textDrawn;
  });
  holder.dataset.drawing = 'ready';

  function add(text, act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--secondary';
    button.textContent = text;
    button.addEventListener('click', act);
    tools.append(button);
    return button;
  }

  function write(geometry, lat, lon) {
    for (const [field, value] of [[shape, geometry], [latitude, lat], [longitude, lon]]) {
      if (!field) continue;
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
}
