import {
  type ConfigModel,
  contentHandler,
  escapedPath,
  type FileProbe,
  isUnknown,
  type LocationModel,
  type Occurrence,
  type RouteOutcome,
  requestOfUrl,
  rootSetting,
  route,
  shownBytes,
  type UpstreamRequest,
} from '@nginx-lint/core';
import { code, type Markdown, md, NOTHING, placeOf, written } from '../markdown.ts';
import { wayToLocation } from '../reach.ts';

/** What answers in a location, shown with the sample: `/a/x` → `http://backend/x`. */
export function answerText(model: ConfigModel, location: LocationModel): Markdown {
  const { at } = location;
  const handler = contentHandler(model, at);
  if (handler === null) return NOTHING;
  const tried = at.children.find(({ name }) => name === 'try_files');
  // Which of its files are there nobody knows.
  if (handler.kind === 'static' && tried !== undefined)
    return md`Serves files: ${code(written(model, tried))} below ${filesText(model, at)}`;
  const sample = sampleOf(model, location);
  if (handler.kind === 'static')
    return md`Serves files: ${sample === null ? NOTHING : md`${sample} by `}${filesText(model, at)}`;
  const by = code(written(model, handler.at));
  const away = handler.at.parent === at ? NOTHING : md` (${placeOf(model, handler.at, at.file)})`;
  return sample === null ? md`Answered by ${by}${away}` : md`Answered by ${by}${away}: ${sample}`;
}

function filesText(model: ConfigModel, at: Occurrence): Markdown {
  const { at: setting } = rootSetting(at, model);
  if (setting === null) return md`${code('root html;')}, the default`;
  const place = setting.parent === at ? NOTHING : md` (${placeOf(model, setting, at.file)})`;
  return md`${code(written(model, setting))}${place}`;
}

/** Files are assumed to be there. */
const probe: FileProbe = () => 'file';

/** What becomes of the sample, where it ends in the location: the file, or the request that a backend gets. */
function sampleOf(model: ConfigModel, location: LocationModel): Markdown | null {
  const { reach, url } = wayToLocation(model, location);
  if (url === null || reach.kind !== 'reachable') return null;
  const request = requestOfUrl(url, { model });
  if ('problem' in request) return null;
  const outcome = route(model, request, { probe, untraced: true });
  if (outcome.final?.node !== location.at.node) return null;
  const target = targetOf(outcome);
  return target === null ? null : md`${code(escapedPath(reach.sample))} → ${code(target)}`;
}

function targetOf(outcome: RouteOutcome): string | null {
  const { upstream, requestFilename, content, locationHeader } = outcome;
  if (upstream !== null) return upstreamUrl(upstream);
  if (content === 'static' && requestFilename !== null) return textOf(requestFilename);
  return locationHeader === null ? null : textOf(locationHeader);
}

/** Of protocols with parameters the group alone says where a request goes to. */
function upstreamUrl({ protocol, group, uri }: UpstreamRequest): string | null {
  if (uri === undefined || isUnknown(uri)) return `${protocol}://${group}`;
  const path = textOf(uri);
  return path === null ? null : `${protocol}://${group}${path}`;
}

function textOf(bytes: string): string | null {
  const shown = shownBytes(bytes);
  return typeof shown === 'string' ? shown : null;
}
