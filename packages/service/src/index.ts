export { buildSnapshot, type SnapshotParts } from './build-snapshot.ts';
export { type EarlyLook, earlyFindings, type LastLook } from './early-findings.ts';
export { type CodeAction, type CodeActionKind, codeActions } from './features/code-actions.ts';
export {
  type CodeLens,
  type CodeLensData,
  codeLenses,
  type LensCommand,
  type LensPlace,
  resolveCodeLens,
} from './features/code-lens.ts';
export {
  type CompletionData,
  type CompletionItem,
  type CompletionKind,
  type CompletionList,
  type CompletionOptions,
  completions,
  pathCompletions,
  resolveCompletion,
} from './features/completion.ts';
export { type Definitions, type DefinitionTarget, definitions } from './features/definition.ts';
export { type DocumentLink, documentLinks, type IsFile } from './features/document-links.ts';
export { type DocumentSymbol, documentSymbols, type SymbolKind } from './features/document-symbols.ts';
export {
  type EffectivePlace,
  type EffectiveSetting,
  effectiveConfiguration,
} from './features/effective-configuration.ts';
export { type AskedRequest, type Explanation, explainRequest, type ProbeFor } from './features/explain.ts';
export { type FoldingRange, foldingRanges } from './features/folding.ts';
export { type Highlight, highlights } from './features/highlight.ts';
export { type Hover, hover } from './features/hover.ts';
export {
  type FileNode,
  includeTree,
  type LocationNode,
  type ServerNode,
  type TreeNode,
} from './features/include-tree.ts';
export { type InlayHint, inlayHints } from './features/inlay-hints.ts';
export { type Markdown, markdownText, type PlaceLink } from './features/markdown.ts';
export { type ReferencePlace, references } from './features/references.ts';
export { prepareRename, type Refused, type Renamable, rename } from './features/rename.ts';
export { selectionRanges } from './features/selection.ts';
export {
  type SemanticToken,
  semanticTokens,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
  type TokenModifier,
  type TokenType,
} from './features/semantic-tokens.ts';
export { type Signature, type SignatureHelp, type SignatureParameter, signatureHelp } from './features/signature.ts';
export { type WorkspaceSymbol, workspaceSymbols } from './features/workspace-symbols.ts';
export { type Includer, includers } from './names/includes.ts';
export type { Name, NameKind } from './names/name.ts';
export { type NameIndex, namesOf } from './names/names-of.ts';
export type { Analysis, Snapshot, View } from './snapshot.ts';
export { type Place, placesAt, type Spot, spotAt, wordAt, wordOf } from './spot.ts';
export { directiveSummary, moduleSummary, parameterSummary, snippetFor, variableSummary } from './summaries.ts';
export type { Buffer } from './workspace/layered-files.ts';
export { DEFAULT_SETTINGS, type WorkspaceSettings } from './workspace/settings.ts';
export { type FileChange, Workspace } from './workspace/workspace.ts';
