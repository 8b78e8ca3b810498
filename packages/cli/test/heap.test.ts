import { beforeEach, expect, it, vi } from 'vitest';

const v8 = vi.hoisted(() => ({ flags: [] as string[], used: 0 }));
vi.mock('node:v8', () => ({
  setFlagsFromString: (flag: string) => v8.flags.push(flag),
  getHeapStatistics: () => ({ used_heap_size: v8.used }),
}));

const { HeapGuard } = await import('../src/heap.ts');

beforeEach(() => {
  v8.flags.length = 0;
  v8.used = 0;
});

const [MUCH, LITTLE] = ['--heap-growing-percent=30', '--heap-growing-percent=12'];

it('leaves V8 alone where little is read, however full the heap is', () => {
  const heap = new HeapGuard();
  heap.heard(7_999_999);
  v8.used = 900_000_000;
  heap.look();
  expect(v8.flags).toEqual([]);
});

it('holds the heap down once a lot was read, and says so once', () => {
  const heap = new HeapGuard();
  for (let file = 0; file < 20; file++) heap.heard(1_000_000);
  heap.look();
  expect(v8.flags).toEqual([MUCH]);
});

it('holds it down more while it is full', () => {
  const heap = new HeapGuard();
  heap.heard(8_000_000);
  for (const used of [600_000_000, 600_000_000, 100_000_000]) {
    v8.used = used;
    heap.look();
  }
  expect(v8.flags).toEqual([MUCH, LITTLE, MUCH]);
});
