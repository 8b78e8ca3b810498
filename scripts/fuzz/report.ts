/** Differences of one cause, with the smallest case that shows it. */
export interface Group {
  readonly cause: string;
  readonly count: number;
  readonly mutation: string;
  /** The configuration that was changed. */
  readonly base: string;
  /** The main file of the smallest case. */
  readonly text: string;
  readonly nginx: string;
  readonly ours: readonly string[];
}

export interface Report {
  /** Cases that were judged: not those where nginx stopped at the machine. */
  readonly judged: number;
  readonly accepted: number;
  readonly machine: number;
  readonly groups: readonly Group[];
}

export function mergeReports(reports: readonly Report[]): Report {
  const groups = new Map<string, Group>();
  for (const group of reports.flatMap((report) => report.groups)) {
    const other = groups.get(group.cause);
    const smaller = other && other.text.length <= group.text.length ? other : group;
    groups.set(group.cause, { ...smaller, count: group.count + (other?.count ?? 0) });
  }
  const sum = (part: (report: Report) => number): number => reports.reduce((total, each) => total + part(each), 0);
  return {
    judged: sum(({ judged }) => judged),
    accepted: sum(({ accepted }) => accepted),
    machine: sum(({ machine }) => machine),
    groups: [...groups.values()].sort((a, b) => b.count - a.count || (a.cause < b.cause ? -1 : 1)),
  };
}

export function printReport({ judged, accepted, machine, groups }: Report, version: string): string {
  const different = groups.reduce((total, { count }) => total + count, 0);
  const ofKind = (kind: string): number =>
    groups.reduce((total, { cause, count }) => total + (cause.startsWith(`${kind}:`) ? count : 0), 0);
  const share = Math.floor((1 - different / judged) * 1e4) / 100;
  return [
    ...groups.map(printGroup),
    `nginx ${version}: ${judged} cases (${accepted} accepted), ${share} % agree; false fatals ${ofKind('false fatal')}, ` +
      `missed ${ofKind('missed')}, on another line ${ofKind('other line')}; ${groups.length} causes; ` +
      `${machine} more cases stopped at the machine`,
  ].join('\n');
}

export function printGroup({ cause, count, mutation, base, text, nginx, ours }: Group): string {
  const said = ours.length > 0 ? ours.slice(0, 4).map((one) => `  ours:  ${one}`) : ['  ours:  nothing'];
  const lines = text.trimEnd().split('\n');
  const shown = lines.length > 40 ? [...lines.slice(0, 40), '…'] : lines;
  return [
    `== ${count} x ${cause}`,
    `  ${mutation} (${base})`,
    `  nginx: ${nginx || 'content'}`,
    ...said,
    ...shown.map((line) => `    | ${line}`),
    '',
  ].join('\n');
}
