import { distinct, join, type Markdown, NOTHING } from '../markdown.ts';
import { inheritedText } from './inherited.ts';
import { locationText } from './location.ts';
import { serverText } from './server.ts';
import type { Standing, Subject } from './subject.ts';
import { upstreamText } from './upstream.ts';

/** Blocks of an included file are described in this many places at most. */
const MOST = 3;

/** What a block means in this configuration. */
export function blockText({ standings }: Subject): Markdown {
  return join(distinct(standings.slice(0, MOST).map(textIn)), '\n\n---\n\n');
}

function textIn(standing: Standing): Markdown {
  const { at, model } = standing;
  if (at.node.body === null) return NOTHING;
  const location = model.location(at);
  if (location?.at === at) return locationText(model, location, at.file);
  const server = model.server(at);
  if (server?.at === at) return serverText(model, server, at.file);
  const upstream = model.upstreams.find((each) => each.at === at);
  if (upstream !== undefined) return upstreamText(model, upstream, at.file);
  return inheritedText(model, at);
}
