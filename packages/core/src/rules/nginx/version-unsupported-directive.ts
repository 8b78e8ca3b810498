import type { DirectiveFact, Facts } from '../../facts/types.ts';
import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

const ID = 'version-unsupported-directive';

/** Names whose removal has a rule of its own. */
const OWN_RULE: ReadonlySet<string> = new Set(['ssl']);

export default defineRule(
  {
    id: ID,
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'A directive or a parameter is newer than the target, or was removed',
      why: 'The documentation describes the newest nginx, while distributions ship older ones, and what old guides show may be gone. nginx refuses both.',
      bad: 'limit_zone one $binary_remote_addr 10m;',
      good: 'limit_conn_zone $binary_remote_addr zone=one:10m;',
      context: 'http',
      silent: [
        'for new directives where `nginxVersion` is not set, which means the newest nginx',
        'for directives of NGINX Plus and of third-party modules, which have versions of their own',
      ],
      remedy:
        'Set `nginxVersion` in the config file to the version that runs the configuration, or do without the directive.',
      links: ['https://nginx.org/en/CHANGES', 'https://nginx.org/en/docs/dirindex.html'],
    },
    options: {},
    messages: {
      ...FAULT_MESSAGES,
      tooNew: ({ name, since, version }: { name: string; since: string; version: string }) =>
        `"${name}" is known since nginx ${since}, and nginx ${version} refuses it; remove it, or set "nginxVersion" to the version in use`,
      removed: ({
        name,
        removed,
        version,
        instead,
      }: {
        name: string;
        removed: string;
        version: string;
        instead: string | null;
      }) =>
        `"${name}" was removed in nginx ${removed}; nginx ${version} refuses it; ${instead === null ? 'remove it' : `use "${instead}"`}`,
    },
  },
  (ctx) => ({
    refused(at, fault) {
      const word = at.node.name;
      const name = word.value;
      if (fault.kind !== 'other-version' || OWN_RULE.has(name)) return;
      const { version } = ctx.model.facts.target;
      const gone = lastRemoved(fault.facts, ctx.model.facts);
      if (gone?.removed) {
        const instead = gone.deprecated?.replacedBy ?? null;
        ctx.report(at, word, 'removed', { name, removed: gone.removed, version, instead });
      } else ctx.report(at, word, 'tooNew', { name, since: fault.facts[0]?.since ?? 'a later version', version });
    },
    config: reportFaults(ctx, ID),
  }),
);

/** Several modules may have had it. */
function lastRemoved(all: readonly DirectiveFact[], facts: Facts): DirectiveFact | undefined {
  const gone = all.filter((fact) => isRemoved(fact, facts));
  return gone.find(({ removed }) => gone.every((each) => !isNewer(each.removed ?? '', removed ?? '')));
}

function isNewer(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) > 0;
}

function isRemoved(fact: DirectiveFact, facts: Facts): boolean {
  return fact.removed !== null && facts.atLeast(fact.removed);
}
