import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import { Close, Known, LuaBody, Open, Semicolon, TOKEN_TYPES, Word } from './tokens.ts';

/** What the grammar tells while it reads; tree-builder.ts makes the tree of it. */
export interface GrammarActions {
  word(token: IToken): void;
  /** `;` behind words */
  end(token: IToken): void;
  /** `{` behind words */
  open(token: IToken): void;
  luaBody(token: IToken): void;
  close(token: IToken): void;
  /** Statements that were read before. */
  known(token: IToken): void;
  /** Words and then a `}` or the end of the file, where a `;` or a block is due. */
  unfinished(next: IToken): void;
  /** `;` or `{` without a word before it. */
  nameless(token: IToken): void;
}

/**
 * The grammar of nginx.conf. It is total: each mistake that nginx names is an alternative, so there is no recovery and
 * no sequence of tokens that it does not take. Blocks are not nested rules, because nginx accepts thousands of them
 * inside each other and a rule that calls itself would end at about 585: the actions keep the open blocks instead.
 *
 *     file:      (statement | "}" | Known)*
 *     statement: Word+ (";" | "{" | LuaBody | nothing!) | ";"! | "{"!
 */
class NginxParser extends EmbeddedActionsParser {
  actions: GrammarActions | null = null;

  constructor() {
    super([...TOKEN_TYPES, Known], { maxLookahead: 1, recoveryEnabled: false, skipValidations: true });
    this.performSelfAnalysis();
  }

  readonly file = this.RULE('file', () => {
    this.MANY(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.statement) },
        { ALT: () => this.SUBRULE(this.nameless) },
        { ALT: () => this.tell('close', this.CONSUME(Close)) },
        { ALT: () => this.tell('known', this.CONSUME(Known)) },
      ]),
    );
  });

  private readonly statement = this.RULE('statement', () => {
    this.AT_LEAST_ONE(() => this.tell('word', this.CONSUME(Word)));
    this.OR([
      { ALT: () => this.tell('end', this.CONSUME(Semicolon)) },
      { ALT: () => this.tell('open', this.CONSUME(Open)) },
      { ALT: () => this.tell('luaBody', this.CONSUME(LuaBody)) },
      { ALT: () => this.ACTION(() => this.actions?.unfinished(this.LA(1))) },
    ]);
  });

  private readonly nameless = this.RULE('nameless', () => {
    this.OR([
      { ALT: () => this.tell('nameless', this.CONSUME(Semicolon)) },
      { ALT: () => this.tell('nameless', this.CONSUME(Open)) },
    ]);
  });

  private tell(action: Exclude<keyof GrammarActions, 'unfinished'>, token: IToken): void {
    if (!this.RECORDING_PHASE) this.actions?.[action](token);
  }
}

let parser: NginxParser | null = null;

/** Runs the grammar over tokens; `actions` hears of every one of them, in order. */
export function runGrammar(tokens: IToken[], actions: GrammarActions): void {
  parser ??= new NginxParser();
  parser.actions = actions;
  parser.input = tokens;
  parser.file();
  const [error] = parser.errors;
  // The parser stays, and with it all tokens of a file would.
  parser.actions = null;
  parser.input = [];
  if (error !== undefined) throw new Error(`the grammar is not total: ${error.message}`);
}
