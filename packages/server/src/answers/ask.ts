import type { CancellationToken, Position } from 'vscode-languageserver';
import type { Session, Target } from '../session.ts';

/** A place in a text, as most requests name one. */
export interface Spot extends Target {
  readonly offset: number;
}

interface In {
  readonly textDocument: { readonly uri: string };
}

interface At extends In {
  readonly position: Position;
}

/** How requests are answered: with the state of their time, or with nothing where no configuration holds the file. */
export interface Asking {
  /** About a file. */
  inFile<Params extends In, Answer>(
    answer: (target: Target, params: Params, session: Session) => Answer | Promise<Answer>,
  ): (params: Params, token: CancellationToken) => Promise<Answer | null>;
  /** About a place in a file. */
  at<Params extends At, Answer>(
    answer: (spot: Spot, params: Params, session: Session) => Answer | Promise<Answer>,
  ): (params: Params, token: CancellationToken) => Promise<Answer | null>;
}

export function asking(session: () => Session): Asking {
  return {
    inFile: (answer) => async (params, token) => {
      const target = await session().target(params.textDocument.uri);
      // Nobody waits any more.
      if (target === null || token.isCancellationRequested) return null;
      return await answer(target, params, session());
    },
    at: (answer) => async (params, token) => {
      const target = await session().target(params.textDocument.uri);
      if (target === null || token.isCancellationRequested) return null;
      const offset = session().offset(target.source, params.position);
      return await answer({ ...target, offset }, params, session());
    },
  };
}
