import type { ConfigModel, UpstreamModel } from '../model/types.ts';
import { lacksEvents } from './across/sections.ts';
import { cutExpression } from './cut-expression.ts';
import type { Fault } from './fault.ts';
import { placementFaults } from './placement-faults.ts';
import { faultsOf } from './verdict.ts';

/**
 * May a fatal rule have something to say? Where it says no, none has, and nobody needs to load and run the rules; where
 * it says yes, they tell. Files that an `include` names and that cannot be read do not count.
 */
export function mayBeRefused(model: ConfigModel): boolean {
  const { all, files, problems } = model.tree;
  return (
    problems.some(({ rule }) => rule === 'include-cycle') ||
    [...files.values()].some((file) => file.problems.length > 0) ||
    placementFaults(model).size > 0 ||
    all.some((at) => cutExpression(at) !== null) ||
    model.upstreams.some(isWithoutServers) ||
    lacksEvents(model) ||
    hasFault(model)
  );
}

/** `ngx_http_upstream()` and `ngx_http_upstream_init_round_robin()`: none at all, or backups only. */
function isWithoutServers({ servers }: UpstreamModel): boolean {
  return servers.every(({ backup }) => backup);
}

function hasFault(model: ConfigModel): boolean {
  return [...faultsOf(model).values()].some((faults) => faults.some(counts));
}

/** A placeholder that nobody fills in is refused for certain, whatever stands where nobody looked. */
function counts({ rule, doubtful, warning }: Fault): boolean {
  return rule === 'directive-invalid-value' || !(doubtful || warning);
}
