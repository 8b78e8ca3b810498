export {
  type ConfigDiff,
  DIFF_AREAS,
  type DiffArea,
  type DiffSide,
  diagnosticsApart,
  diffConfigs,
} from './diff/diff.ts';
export {
  type BlockChangeJson,
  type DiffJson,
  diffJson,
  type EffectiveChangeJson,
  type NamedBlock,
  type NamedSide,
  type ValueJson,
  type WitnessJson,
} from './diff/diff-json.ts';
export { type CrossplaneOptions, type CrossplanePayload, crossplanePayload } from './export/crossplane.ts';
export { jsonText } from './export/json-text.ts';
export { type NameOf, placeOf, type RouteJson, routeJson, type ShownPlace, urlOf } from './export/route-json.ts';
export { routeJsonWriter } from './export/route-json-lines.ts';
export {
  type AddressRow,
  type AnswerRow,
  inSearchOrder,
  type LocationRow,
  type RouteTable,
  routeTable,
  type ServerRow,
  takersOf,
  type UnreachableRow,
  whyUnreachable,
} from './export/route-table.ts';
export { escapedPath, sampleUrl } from './export/sample-url.ts';
export { bundledFile } from './facts/bundled.ts';
export { CONTEXTS } from './facts/contexts.generated.ts';
export { createFacts, NEWEST_VERSION, OLDEST_VERSION } from './facts/lookup.ts';
export { entriesOf, type ParameterFact, type ParameterTable, parametersOf } from './facts/parameters.ts';
export type {
  Arity,
  Context,
  DirectiveFact,
  Facts,
  Placement,
  Target,
  ValueKind,
  VariableFact,
} from './facts/types.ts';
export * from './format/editorconfig.ts';
export { type FormatEdit, formatEdits, formatRange, formatted } from './format/format.ts';
export { formatOnType } from './format/on-type.ts';
export * from './format/options.ts';
export { ownIndentation } from './format/own-indentation.ts';
export * from './lint/config.ts';
export { isObject, kindOf, Reader } from './lint/config-reader.ts';
export * from './lint/diagnostic.ts';
export { applyEdits, type FixPlan, planFixes } from './lint/fix.ts';
export { joinDiagnostics } from './lint/join.ts';
export type { Rule } from './lint/rule.ts';
export { type LintResult, lint } from './lint/run.ts';
export { createSettings, type FileRules, type LintSettings, type SettingsInput } from './lint/settings.ts';
export type { Silenced, Suppression } from './lint/suppress.ts';
export { isAboutSyntax, syntaxFindings } from './lint/syntax-findings.ts';
export { blockAt, blockPath, enclosing, isBlock } from './model/blocks.ts';
export { type Capturing, namedFrom, numberedFrom } from './model/captures.ts';
export { expressionAt } from './model/expressions.ts';
export { type ContentHandler, contentHandler, type HandlerKind } from './model/handlers.ts';
export { locationPattern } from './model/locations.ts';
export { createModel } from './model/model.ts';
export { askedGroup, proxyTarget } from './model/proxying.ts';
export { type Reference, referencesIn } from './model/references.ts';
export type * from './model/types.ts';
export { type ZoneUse, zoneUses } from './nginx/across/zones.ts';
export { GROUP_PASSES } from './nginx/directives/pass.ts';
export { type Evaluated, evaluatedIn, mapEntries } from './nginx/evaluated.ts';
export { evaluatedOf, scopeOf, type VariableScope } from './nginx/evaluation.ts';
export { mayBeRefused } from './nginx/refusal.ts';
export { readLogFormat, readScript, type ScriptPiece } from './nginx/script.ts';
export { parseMilliseconds, parseOffset, parseSeconds, parseSize } from './nginx/units.ts';
export { kindAt } from './nginx/values/index.ts';
export { bytesOf, shownBytes } from './route/bytes.ts';
export { type RootSetting, rootSetting } from './route/mapping.ts';
export type { ContentKind, Fork, RouteOutcome, StoryStep } from './route/outcome.ts';
export { type Reach, type ReachProof, reachability } from './route/reachability.ts';
export { type ServerReach, serverReachability } from './route/server-reach.ts';
export { type RouteOptions, route } from './route/simulate.ts';
export { addressShown, parseHostAddress, parseSocketAddress } from './route/socket-address.ts';
export { type Socket, socketsOf } from './route/sockets.ts';
export {
  type Bytes,
  type FileKind,
  type FileProbe,
  isUnknown,
  type RouteRequest,
  type SocketAddress,
  type TraceStep,
  type UpstreamRequest,
  type Value,
} from './route/types.ts';
export { unseenFor } from './route/unseen.ts';
export { requestOfRecord, requestOfUrl } from './route/url-request.ts';
export { rules } from './rules/index.generated.ts';
export * from './syntax/nodes.ts';
export { parse } from './syntax/parse.ts';
export { reparse } from './syntax/reparse.ts';
export { type Change, changeBetween } from './syntax/stretch.ts';
export type { Vocabulary } from './syntax/vocabulary.ts';
export { directivesAt, type Step, walk } from './syntax/walk.ts';
export { bareWordEnd, blankEnd, commentEnd, isQuote, quotedWordEnd, unescapeWord } from './syntax/word.ts';
export { asUtf8, decode, type Encoding, encode } from './text/decode.ts';
export { type FileId, fileAt, folderOf, joinPath, normalisePath, pathOf, relativeTo } from './text/file-id.ts';
export { type LineMap, lineMap, type Position } from './text/line-map.ts';
export { nearest } from './text/nearest.ts';
export { contains, point, type Span, type TextEdit } from './text/span.ts';
export type { FileSystem, FolderEntry, ReadFailure } from './tree/files.ts';
export { isShipped } from './tree/include.ts';
export { inferContext, statedContext } from './tree/infer-context.ts';
export { type FragmentOptions, type LoadOptions, loadFragment, loadTree, UnreadableFile } from './tree/load.ts';
export { memoryFiles } from './tree/memory-files.ts';
export { createPlaces, type Places } from './tree/places.ts';
export { type Inside, insideOf } from './tree/standing.ts';
export type { ConfigTree, IncludeStep, IncludeTarget, Occurrence, TreeProblem } from './tree/tree.ts';
export { vocabularyOf } from './tree/vocabulary.ts';
