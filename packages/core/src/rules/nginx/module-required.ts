import type { DirectiveFact } from '../../facts/types.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { compiledIn } from '../../nginx/compiled.ts';
import type { Occurrence } from '../../tree/tree.ts';

const THIRD_PARTY = 'third-party:';

export default defineRule(
  {
    id: 'module-required',
    group: 'nginx',
    severity: 'info',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A directive needs a third-party module or NGINX Plus',
      why: 'nginx as it is shipped refuses the directive as unknown. The build must contain the module or load it.',
      bad: 'more_set_headers "X-A: b";',
      good: 'add_header X-A b;',
      context: 'http',
      silent: [
        'for further directives of a module that was reported already',
        'where `load_module` loads the module',
        'where `modules` in the config file names it: `modules: [headers-more]`, `modules: [nginx-plus]`',
      ],
      remedy: 'Name the modules of the build under `modules` in the config file.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#load_module'],
    },
    options: {},
    messages: {
      module: ({ name, module, label }: { name: string; module: string; label: string }) =>
        `"${name}" needs ${module}, which nginx must be built with or load; if it is, name "${label}" under "modules" in the config file`,
    },
  },
  (ctx) => {
    const named = new Set<string>(ctx.model.facts.target.modules.map((module) => module.toLowerCase()));
    let loaded: readonly string[] | null = null;
    const judge = (at: Occurrence, fact: DirectiveFact): void => {
      if (fact.source === 'private') return;
      const label = labelOf(fact);
      if (named.has(label) || named.has(fact.module)) return;
      named.add(label);
      loaded ??= loadedModules(ctx.model);
      if (loaded.some((file) => file === fact.module || file.includes(label.replaceAll('-', '_')))) return;
      const module = label === PLUS ? 'NGINX Plus' : `the module ${label}`;
      ctx.report(at, at.node.name, 'module', { name: fact.name, module, label });
    };
    return {
      config(model) {
        if (!compiledIn(model).others.some(({ fact }) => fact !== null)) return;
        for (const at of model.tree.all) if (at.fact !== null && at.fact.source !== 'core') judge(at, at.fact);
      },
    };
  },
);

const PLUS = 'nginx-plus';

function labelOf({ source }: DirectiveFact): string {
  return source.startsWith(THIRD_PARTY) ? source.slice(THIRD_PARTY.length) : PLUS;
}

/** The names of the files that `load_module` names, without folder and ending. */
function loadedModules(model: ConfigModel): readonly string[] {
  return model
    .named('load_module')
    .flatMap(({ node }) => /([^/]+?)(?:\.so)?$/.exec(node.args[0]?.value ?? '')?.[1] ?? []);
}
