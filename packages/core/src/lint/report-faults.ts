import type { ConfigModel } from '../model/types.ts';
import type { Fault } from '../nginx/fault.ts';
import { faultsOf } from '../nginx/verdict.ts';
import type { Fix } from '../text/report.ts';
import { deleteStatement, deleteWord, insertAtStart, moveBefore } from './edits.ts';
import type { ReportExtra, RuleContext, Visitor } from './rule.ts';

/** The one message of the rules about what nginx refuses: the sentence comes with the fault. */
export const FAULT_MESSAGES = { fault: ({ message }: { message: string }): string => message };

/** Reports the faults of one rule, which may have messages of its own besides, but for those that another one says. */
export function reportFaults<M extends typeof FAULT_MESSAGES>(
  context: RuleContext<M, object>,
  id: string,
  isSaid: (fault: Fault) => boolean = () => false,
): NonNullable<Visitor['config']> {
  const ctx = context as unknown as RuleContext<typeof FAULT_MESSAGES, object>;
  return (model) => {
    for (const fault of faultsOf(model).get(id) ?? []) {
      // What may be defined where nobody looked is not reported.
      if (fault.doubtful || isSaid(fault)) continue;
      ctx.report(fault.at, fault.span, 'fault', { message: fault.message }, extraOf(fault, model));
    }
  };
}

function extraOf(fault: Fault, model: ConfigModel): ReportExtra {
  const { related, warning, severity } = fault;
  const fixes = fixesOf(fault, model);
  return {
    ...(related ? { related } : {}),
    ...(fixes.length > 0 ? { fixes } : {}),
    ...(warning ? { fatal: false, severity: 'warning' } : {}),
    ...(severity ? { severity } : {}),
  };
}

function fixesOf({ at, fixes = [], deletion, removal, move, insertion }: Fault, model: ConfigModel): readonly Fix[] {
  const all = [...fixes];
  const source = model.source(at.file);
  if (deletion) {
    const { title, safe, word } = deletion;
    all.push({ title, safe, edits: [word ? deleteWord(source, word) : deleteStatement(source, at.node)] });
  }
  if (removal) {
    const { title, safe, of } = removal;
    all.push({ title, safe, edits: [deleteStatement(model.source(of.file), of.node)] });
  }
  if (move) {
    const { title, safe, before } = move;
    all.push({ title, safe, edits: moveBefore(source, at.node, before.node) });
  }
  if (insertion) {
    const { title, safe, into, statements } = insertion;
    const edit = insertAtStart(model.source(into.file), into.node, statements);
    if (edit) all.push({ title, safe, edits: [edit] });
  }
  return all;
}
