// Draws the icon of the extension: the paths of images/icon.svg (M, L, Q, Z, absolute) as a PNG of 128 by 128 points.
import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 128;
/** Samples for each point, in either direction. */
const SAMPLES = 8;
/** Pieces that a curve is made of. */
const PIECES = 16;

const images = new URL('../packages/vscode/images/', import.meta.url);

/** The outline of a path as corners. */
export function outline(data) {
  const corners = [];
  for (const [, command, rest] of data.matchAll(/([MLQZ])([^MLQZ]*)/g)) {
    const [a, b, c, d] = rest
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    const [x, y] = corners.at(-1) ?? [0, 0];
    if (command === 'M' || command === 'L') corners.push([a, b]);
    else if (command === 'Q')
      for (let piece = 1; piece <= PIECES; piece++) {
        const t = piece / PIECES;
        const bent = (from, by, to) => (1 - t) ** 2 * from + 2 * t * (1 - t) * by + t ** 2 * to;
        corners.push([bent(x, a, c), bent(y, b, d)]);
      }
  }
  return corners;
}

/** Is a point inside, counted by the edges that lie to the right of it? */
function isInside(corners, x, y) {
  let inside = false;
  for (const [index, [x1, y1]] of corners.entries()) {
    const [x2, y2] = corners[(index + 1) % corners.length];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** Red, green, blue and opacity of each point, row by row. */
export function drawn(svg) {
  const shapes = [...svg.matchAll(/<path fill="#(\w{6})" d="([^"]+)"/g)].map(([, color, data]) => ({
    color: [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16)),
    corners: outline(data),
  }));
  const points = new Uint8Array(SIZE * SIZE * 4);
  for (let y = 0; y < SIZE; y++) for (let x = 0; x < SIZE; x++) points.set(pointAt(shapes, x, y), (y * SIZE + x) * 4);
  return points;
}

function pointAt(shapes, x, y) {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let sample = 0; sample < SAMPLES ** 2; sample++) {
    const [dx, dy] = [sample % SAMPLES, Math.floor(sample / SAMPLES)].map((step) => (step + 0.5) / SAMPLES);
    const shape = shapes.findLast(({ corners }) => isInside(corners, x + dx, y + dy));
    if (shape === undefined) continue;
    covered++;
    for (const index of sum.keys()) sum[index] += shape.color[index];
  }
  const color = sum.map((value) => (covered === 0 ? 0 : Math.round(value / covered)));
  return [...color, Math.round((255 * covered) / SAMPLES ** 2)];
}

function png(points) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: SIZE }, (_, y) => [0, ...points.subarray(y * SIZE * 4, (y + 1) * SIZE * 4)]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const body = deflateSync(Buffer.from(rows.flat()), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

writeFileSync(new URL('icon.png', images), png(drawn(readFileSync(new URL('icon.svg', images), 'utf8'))));
