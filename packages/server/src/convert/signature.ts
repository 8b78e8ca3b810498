import type { SignatureHelp as Found } from '@nginx-lint/service';
import { MarkupKind, type SignatureHelp } from 'vscode-languageserver';
import type { Session } from '../session.ts';

export function signatureHelpOf(found: Found | null, session: Session): SignatureHelp | null {
  if (found === null) return null;
  const offsets =
    session.capabilities.textDocument?.signatureHelp?.signatureInformation?.parameterInformation?.labelOffsetSupport ===
    true;
  return {
    activeSignature: found.activeSignature,
    activeParameter: found.activeParameter ?? null,
    signatures: found.signatures.map(({ label, documentation, parameters }) => ({
      label,
      documentation: { kind: MarkupKind.Markdown, value: documentation },
      parameters: parameters.map((parameter) => ({
        label: offsets
          ? [parameter.span.start, parameter.span.end]
          : label.slice(parameter.span.start, parameter.span.end),
        documentation: { kind: MarkupKind.Markdown, value: parameter.documentation },
      })),
    })),
  };
}
