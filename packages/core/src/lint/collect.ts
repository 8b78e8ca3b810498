import { blockPath } from '../model/blocks.ts';
import type { ConfigModel } from '../model/types.ts';
import { directivesAt } from '../syntax/walk.ts';
import type { FileId } from '../text/file-id.ts';
import type { Span } from '../text/span.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Diagnostic, FileEdit, Fix, Related, Severity } from './diagnostic.ts';
import type { Messages, ReportExtra, Rule, RuleContext } from './rule.ts';

/** More places than this add nothing to a report. */
const MOST_RELATED = 8;

/** How a rule's reports are to be taken. */
export interface ReportSetting {
  /** What the user set; null where it is the rule's own. */
  readonly severity: Severity | null;
  readonly options: object;
  /** Reports about other files are dropped; null: none are. */
  readonly files: ReadonlySet<FileId> | null;
}

interface Finding {
  readonly diagnostic: Diagnostic;
  readonly at: Occurrence | null;
  /** Where the same is found too; null: nowhere. */
  others: Occurrence[] | null;
}

/** A fix of so many edits is copied once, however many findings have it. */
const MANY_EDITS = 16;

/** Up to so many kinds of places are compared one by one. */
const FEW_CONTEXTS = 8;

// One for all that are empty, as a large configuration has very many findings.
const NO_RELATED: readonly Related[] = [];
const NO_FIXES: readonly Fix[] = [];

/** Takes what rules report and joins what is said several times. */
export class Collector {
  readonly #model: ConfigModel;
  /** By file and beginning; few begin at the same place. */
  readonly #places = new Map<FileId, Map<number, Finding | Finding[]>>();
  readonly #contexts = new Map<string, readonly string[]>();
  /** Fixes of many edits, which a rule may give to many findings. */
  readonly #copies = new Map<Fix, Fix>();
  /** Findings stand in few kinds of places. */
  readonly #first: (readonly string[])[] = [];
  #joined = false;
  readonly #late: Diagnostic[] = [];

  constructor(model: ConfigModel) {
    this.#model = model;
  }

  /** What a rule reports through. */
  contextFor(rule: Rule, { severity, options, files }: ReportSetting): RuleContext<Messages, object> {
    const make = (file: FileId, span: Span, at: Occurrence | null, text: string, extra: ReportExtra): void => {
      if (files !== null && !files.has(file)) return;
      const fatal = rule.fatal === true && extra.fatal !== false;
      const diagnostic: Diagnostic = {
        rule: rule.id,
        group: rule.group,
        severity: severity ?? this.#quieter(rule, extra.severity ?? rule.severity),
        fatal,
        message: text,
        file,
        span: plain(span),
        context: at ? this.#contextAt(at) : this.#once(this.#contextOf(file, span)),
        related: extra.related?.map(placed) ?? NO_RELATED,
        // Where it ends was guessed, so that nobody knows what an edit would leave behind.
        fixes: at?.node.damaged ? NO_FIXES : (extra.fixes?.map((fix) => this.#placedEdits(fix)) ?? NO_FIXES),
      };
      this.#add(diagnostic, at);
    };
    return {
      options,
      model: this.#model,
      report: (at, span, message, data, extra = {}) => {
        if (!at.implied) make(at.file, span, at, say(rule, message, data), extra);
      },
      reportInFile: (file, span, message, data, extra = {}) => make(file, span, null, say(rule, message, data), extra),
    };
  }

  /** The findings so far, of each file in the order of the text; what is reported afterwards is late. */
  joined(): ReadonlyMap<FileId, readonly Diagnostic[]> {
    this.#joined = true;
    const byFile = new Map<FileId, readonly Diagnostic[]>();
    for (const [file, findings] of this.#places) {
      const all: Diagnostic[] = [];
      // A list of the keys first: `from` would go over them with an iterator.
      const starts = Uint32Array.from([...findings.keys()]).sort();
      // Without an iterator, which makes an object for each element as long as V8 interprets.
      for (let index = 0; index < starts.length; index++) {
        const here = findings.get(starts[index] ?? 0);
        if (Array.isArray(here)) for (const finding of here) all.push(whole(finding));
        else if (here !== undefined) all.push(whole(here));
      }
      byFile.set(file, all);
    }
    return byFile;
  }

  late(): readonly Diagnostic[] {
    return this.#late;
  }

  #add(diagnostic: Diagnostic, at: Occurrence | null): void {
    if (this.#joined) {
      this.#late.push(diagnostic);
      return;
    }
    const { rule, file, span, message } = diagnostic;
    const findings = made(this.#places, file, () => new Map<number, Finding | Finding[]>());
    const here = findings.get(span.start);
    const finding: Finding = { diagnostic, at, others: null };
    if (here === undefined) {
      findings.set(span.start, finding);
      return;
    }
    const isSame = ({ diagnostic: one }: Finding): boolean =>
      one.rule === rule && one.span.end === span.end && one.message === message;
    const known = Array.isArray(here) ? here.find(isSame) : isSame(here) ? here : undefined;
    if (known !== undefined) {
      if (at === null || at === known.at) return;
      known.others ??= [];
      known.others.push(at);
      return;
    }
    if (Array.isArray(here)) here.push(finding);
    else findings.set(span.start, [here, finding]);
  }

  #placedEdits(fix: Fix): Fix {
    if (fix.edits.length < MANY_EDITS) return placedEdits(fix);
    const copy = this.#copies.get(fix) ?? placedEdits(fix);
    this.#copies.set(fix, copy);
    return copy;
  }

  #contextAt(at: Occurrence): readonly string[] {
    const first = this.#first;
    for (let index = 0; index < first.length; index++) {
      const context = first[index];
      if (context !== undefined && isPathOf(context, at)) return context;
    }
    return this.#once(blockPath(at));
  }

  #once(context: readonly string[]): readonly string[] {
    return made(this.#contexts, JSON.stringify(context), () => {
      if (this.#first.length < FEW_CONTEXTS) this.#first.push(context);
      return context;
    });
  }

  /** What is absent from a fragment whose surroundings are guessed may well stand there. */
  #quieter(rule: Rule, severity: Severity): Severity {
    return rule.absence === true && !this.#model.certain && severity !== 'hint' ? 'info' : severity;
  }

  #contextOf(file: FileId, span: Span): readonly string[] {
    const around = directivesAt(this.#model.source(file).items, span.start).filter(
      (directive) => directive.start < span.start,
    );
    const innermost = around.at(-1);
    const at = innermost && this.#model.occurrencesOf(innermost)[0];
    if (at === undefined || innermost === undefined) return [];
    const inside = innermost.body !== null && innermost.body.start < span.start;
    return inside ? [...blockPath(at), innermost.name.value] : blockPath(at);
  }
}

/** With the other places of the same. */
function whole({ diagnostic, others }: Finding): Diagnostic {
  return others === null ? diagnostic : { ...diagnostic, related: [...diagnostic.related, ...alsoIn(others)] };
}

function made<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function say(rule: Rule, message: PropertyKey, data: unknown): string {
  const sentence = rule.messages[String(message)];
  if (sentence === undefined) throw new Error(`rule ${rule.id} has no message "${String(message)}"`);
  return sentence(data);
}

function alsoIn(others: readonly Occurrence[]): Related[] {
  const places = new Map<string, Related>();
  for (const { parent, via } of others) {
    const step = via.at(-1);
    if (parent && !parent.implied) {
      const { name } = parent.node;
      places.set(`${parent.file}:${name.start}`, {
        file: parent.file,
        span: name,
        message: `the same in this ${name.value}`,
      });
    } else if (step) {
      places.set(`${step.file}:${step.include.start}`, {
        file: step.file,
        span: step.include,
        message: 'included here too',
      });
    }
  }
  return [...places.values()].slice(0, MOST_RELATED).map(placed);
}

function placedEdits({ title, safe, edits }: Fix): Fix {
  return { title, safe, edits: edits.map(placedEdit) };
}

const placedEdit = ({ file, span, text }: FileEdit): FileEdit => ({ file, span: plain(span), text });

/** Are these the names of the blocks around an occurrence, as blockPath() tells them? */
function isPathOf(path: readonly string[], at: Occurrence): boolean {
  let left = path.length;
  for (let block = at.parent; block !== null; block = block.parent) if (path[--left] !== block.name) return false;
  return left === 0;
}

/** A word or a directive is a span too: kept for that, it would keep the tree below it. */
function plain({ start, end }: Span): Span {
  return { start, end };
}

const placed = ({ file, span, message }: Related): Related => ({ file, span: plain(span), message });
