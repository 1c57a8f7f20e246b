// The map of the agencies: Leaflet on outlines of our own, or on the pictures of a server that the operator names. It
// stands beside the list, which says the same. No inline style, no image of our own, nothing from elsewhere.

import { DomEvent, divIcon, layerGroup, map as createMap, marker, polygon, tileLayer } from 'leaflet/dist/leaflet-src.esm.js';
import outlines from './departments.json';
import rules from '../widget/style/map/map.css';

const MAINLAND = [[41.4, -5], [51.2, 9.5]];
const OVERSEAS = { 971: 'Guadeloupe', 972: 'Martinique', 973: 'Guyane', 974: 'La Réunion', 976: 'Mayotte' };
// Agencies closer than this on the screen are one mark, in CSS pixels.
const APART = 40;
// Room for the whole of a mark, and for the buttons beside.
const MARGIN = { paddingTopLeft: [28, 40], paddingBottomRight: [64, 28], animate: false };
const WHOLE = { padding: [8, 8], animate: false };
// Outlines say no more from closer.
const CLOSEST = 11;
const NAMES_FROM = 8;

let sheet;

// The style goes where the map is, once.
const dress = (root) => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
};

const make = (name, className, text = '') => Object.assign(document.createElement(name), { className, textContent: text });

const button = (className, text, press) => {
  const made = Object.assign(make('button', className, text), { type: 'button' });
  made.addEventListener('click', press);
  return made;
};

// Steps on a grid to degrees north and east.
const decode = () => {
  const { scale, origin, lines, departments } = outlines;
  const points = lines.map((steps) => {
    let [east, north] = [0, 0];
    const line = [];
    for (let at = 0; at < steps.length; at += 2) {
      east += steps[at];
      north += steps[at + 1];
      line.push([north * scale[1] + origin[1], east * scale[0] + origin[0]]);
    }
    return line;
  });
  const ring = (numbers) => numbers.flatMap((n) => (n < 0 ? points[~n].slice().reverse() : points[n]));
  return departments.map(([name, rings]) => ({ name, rings: rings.map(ring) }));
};

const drawLand = (map) => {
  const names = layerGroup();
  for (const { name, rings } of decode()) {
    const land = polygon(rings.map((ring) => [ring]), { className: 'map-land', interactive: false, smoothFactor: 0.5 });
    land.addTo(map);
    const icon = divIcon({ className: 'map-name', html: make('span', '', name), iconSize: null });
    marker(land.getBounds().getCenter(), { icon, interactive: false, keyboard: false }).addTo(names);
  }
  const show = () => (map.getZoom() >= NAMES_FROM ? names.addTo(map) : names.remove());
  map.on('zoomend', show);
};

export const open = (node, agencies, words, [tiles, credit], choose) => {
  const [skip, closer, further, group, mainland, ours] = words;
  const all = agencies.map(([slug, name, postcode, north, east]) => ({ slug, name, postcode, at: [north, east] }));
  const bySlug = new Map(all.map((agency) => [agency.slug, agency]));
  let [order, chosen, marks, stop] = [all, null, [], ''];
  dress(node.getRootNode());

  const view = make('div', 'map-view');
  view.setAttribute('role', 'group');
  node.replaceChildren(
    // Shown once it has the focus; the list comes next.
    button('button button-quiet map-skip', skip, () => {
      const radios = [...node.closest('form').querySelectorAll('input[type=radio]')];
      (radios.find((radio) => radio.checked) ?? radios[0])?.focus();
    }),
    view,
  );
  const map = createMap(view, {
    attributionControl: false, zoomControl: false, keyboard: false, scrollWheelZoom: false, zoomAnimation: false,
    fadeAnimation: false, markerZoomAnimation: false, inertia: false, minZoom: 2, maxZoom: tiles ? 18 : CLOSEST,
    zoomSnap: 0.25, worldCopyJump: true,
  }).fitBounds(MAINLAND, WHOLE);
  if (tiles) tileLayer(tiles, { maxZoom: 18, referrerPolicy: 'strict-origin-when-cross-origin' }).addTo(map);
  else drawLand(map);

  const zoom = make('div', 'map-zoom');
  for (const [sign, words, step] of [['+', closer, 1], ['−', further, -1]]) {
    const press = button('map-sign', sign, () => map.setZoom(map.getZoom() + step));
    press.setAttribute('aria-label', words);
    press.title = words;
    zoom.append(press);
  }
  view.append(zoom, make('p', 'map-credit', tiles ? credit : ours));
  DomEvent.disableClickPropagation(zoom);

  const layer = layerGroup().addTo(map);
  const here = marker(MAINLAND[0], {
    icon: divIcon({ className: 'map-spot', html: make('span', 'map-here'), iconSize: null }), keyboard: false, interactive: false,
  });

  const focused = () => view.getRootNode().activeElement;

  // One stop of Tab for all marks; arrows lead from one to the next, in the order of the list.
  const reach = (at) => {
    const mark = marks[(at + marks.length) % marks.length];
    stop = mark.key;
    for (const { press } of marks) press.tabIndex = press === mark.press ? 0 : -1;
    map.panInside(mark.at, MARGIN);
    mark.press.focus({ preventScroll: true });
  };

  const move = (event) => {
    const at = marks.findIndex(({ press }) => press === event.currentTarget);
    const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    reach(steps[event.key]);
  };

  const markOf = ([first, ...others]) => {
    const mine = [first, ...others].some(({ slug }) => slug === chosen);
    const press = others.length
      ? button('map-mark map-group', `${others.length + 1}`, () => {
          const before = map.getZoom();
          stop = first.slug;
          map.fitBounds([first, ...others].map(({ at }) => at), MARGIN);
          // Too close together for the outlines: at least a step nearer.
          if (map.getZoom() <= before) map.setView(first.at, before + 1);
        })
      : button('map-mark map-pin', '', () => choose(first.slug));
    if (others.length) press.setAttribute('aria-label', group.replace('{n}', others.length + 1));
    else {
      press.append(make('span', 'map-label', first.name));
      press.setAttribute('aria-pressed', mine);
      press.dataset.testid = `creno-pin-${first.slug}`;
    }
    press.classList.toggle('map-chosen', mine);
    press.addEventListener('keydown', move);
    press.addEventListener('focus', () => map.panInside(first.at, MARGIN));
    DomEvent.disableClickPropagation(press);
    const icon = divIcon({ className: 'map-spot', html: press, iconSize: null });
    const zIndexOffset = mine ? 2000 : 0;
    marker(first.at, { icon, keyboard: false, interactive: false, zIndexOffset }).addTo(layer);
    return { key: first.slug, at: first.at, press };
  };

  // Marks that would lie on one another become one, at the first of them.
  const draw = () => {
    const held = marks.some(({ press }) => press === focused());
    layer.clearLayers();
    const groups = [];
    const first = bySlug.get(chosen);
    for (const agency of first ? [first, ...order.filter((agency) => agency !== first)] : order) {
      const point = map.project(agency.at);
      const near = groups.find((group) => group.point.distanceTo(point) < APART);
      if (near) near.agencies.push(agency);
      else groups.push({ point, agencies: [agency] });
    }
    marks = groups.map(({ agencies }) => markOf(agencies));
    const at = Math.max(0, marks.findIndex(({ key }) => key === stop));
    marks.forEach(({ press }, place) => (press.tabIndex = place === at ? 0 : -1));
    if (held) marks[at]?.press.focus({ preventScroll: true });
  };
  map.on('zoomend', draw);

  const fit = (agencies) => agencies.length && map.fitBounds(agencies.map(({ at }) => at), { ...MARGIN, maxZoom: tiles ? 14 : 9 });
  const areaOf = ({ postcode }) => OVERSEAS[postcode.slice(0, 3)] ?? mainland;
  const areas = Map.groupBy?.(all, areaOf) ?? all.reduce((areas, agency) =>
    areas.set(areaOf(agency), [...(areas.get(areaOf(agency)) ?? []), agency]), new Map());
  if (areas.size > 1) {
    const places = make('div', 'search-tools map-areas');
    for (const [name, agencies] of [...areas].sort(([one], [other]) => (other === mainland) - (one === mainland))) {
      places.append(button('button button-quiet', name, () => (name === mainland ? map.fitBounds(MAINLAND, WHOLE) : fit(agencies))));
    }
    node.append(places);
  }

  const resized = new ResizeObserver(() => map.invalidateSize({ pan: false, animate: false }));
  resized.observe(view);

  let shown = '';
  return {
    show(slugs, focus, spot, slug) {
      const before = chosen;
      chosen = slug ?? null;
      if (chosen && chosen !== before) stop = chosen;
      const listed = slugs.map((slug) => bySlug.get(slug)).filter(Boolean);
      // Those that the list leaves out are still there to choose.
      order = [...new Set([...listed, ...all])];
      const first = listed.slice(0, focus);
      const key = [...spot, ...first.map(({ slug }) => slug)].join();
      if (key !== shown) {
        shown = key;
        if (spot.length) here.setLatLng(spot).addTo(map);
        else here.remove();
        if (focus && focus < all.length) fit(spot.length ? [{ at: spot }, ...first] : first);
        else map.fitBounds(MAINLAND, WHOLE);
      }
      draw();
    },
    close() {
      resized.disconnect();
      map.remove();
      node.replaceChildren();
    },
  };
};
