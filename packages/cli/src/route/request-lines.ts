import { type ConfigModel, decode, type FileProbe, type NameOf, route, routeJsonWriter } from '@nginx-lint/core';
import { Failure } from '../failure.ts';
import { visible } from '../visible.ts';
import type { Output } from '../world.ts';
import { requestOfLine } from './request-input.ts';
import type { RequestDefaults } from './route-options.ts';
import { withUnseen } from './unseen.ts';

export interface LinesContext {
  readonly model: ConfigModel;
  readonly nameOf: NameOf;
  readonly probe: FileProbe;
  readonly defaults: RequestDefaults;
  readonly output: Output;
}

/** Written in pieces of about so many characters: one for each line would cost more than the answers. */
const PIECE = 64 * 1024;

/**
 * Answers requests, one JSON object a line, in their order. Empty lines are passed over.
 *
 * @throws Failure for the first line that is no request, when those before it have been answered
 */
export async function answerLines(bytes: Uint8Array, context: LinesContext): Promise<0> {
  const { model, nameOf, probe, defaults } = context;
  const write = routeJsonWriter(model, nameOf);
  let piece = '';
  const flush = async (): Promise<void> => {
    context.output.write(piece);
    piece = '';
    // Whoever reads on gets a chance to, and an end of the pipe to be noticed.
    await new Promise((done) => setImmediate(done));
  };
  for (const [index, line] of decode(bytes)
    .text.replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const asked = requestOfLine(line, model, defaults);
    if ('problem' in asked) {
      await flush();
      throw new Failure(`line ${index + 1} of the requests: ${visible(asked.problem)}`);
    }
    const outcome = withUnseen(route(model, asked.request, { probe }), model, nameOf);
    piece += `${write(outcome, asked.url)}\n`;
    if (piece.length >= PIECE) await flush();
  }
  await flush();
  return 0;
}
