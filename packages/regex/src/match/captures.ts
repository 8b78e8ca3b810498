import type { Machine } from './machine.ts';

/**
 * The registers of captures: two for each group. The library keeps the number of the highest group that is set
 * (`offset_top`), and takes all above it for unset. After a call, groups above it keep what the call gave them, and show
 * it as soon as a higher one is set; without calls the number makes no difference, and is not kept.
 */
export class Captures {
  /** The register of the highest number, -1 where it is not kept. */
  readonly highest: number;

  constructor(highest: number) {
    this.highest = highest;
  }

  isSet(m: Machine, group: number): boolean {
    return m.register(group * 2) >= 0 && (this.highest < 0 || group <= m.register(this.highest));
  }

  /** Sets a group to what lies between `start` and the place of the machine. */
  set(m: Machine, group: number, start: number): void {
    m.setRegister(group * 2, start);
    m.setRegister(group * 2 + 1, m.pos);
    if (this.highest >= 0 && group > m.register(this.highest)) m.setRegister(this.highest, group);
  }
}
