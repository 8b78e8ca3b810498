import { commands, Location, Position, Range, Uri, ViewColumn, window } from 'vscode';
import type { PlainLocation, PlainPosition } from '../answers.ts';
import type { OpenPlace } from '../pages/places.ts';

/** Opens a file at a line, where it is open already or beside the page that was clicked on. */
export async function openPlace(place: unknown): Promise<void> {
  const { uri, line } = place as OpenPlace;
  const target = Uri.parse(uri);
  const editors = window.visibleTextEditors;
  const shown = editors.find(({ document }) => document.uri.toString() === target.toString()) ?? editors[0];
  const selection = new Range(line, 0, line, 0);
  try {
    await window.showTextDocument(target, { viewColumn: shown?.viewColumn ?? ViewColumn.One, selection });
  } catch {
    void window.showInformationMessage(`${target.path} is not here`);
  }
}

/** Lists places below a position, as "Find all references" does. The lens gives plain data, the editor wants its own types. */
export async function showPlaces(argument: unknown): Promise<void> {
  const { uri, position, locations } = argument as {
    readonly uri: string;
    readonly position: PlainPosition;
    readonly locations: readonly PlainLocation[];
  };
  await commands.executeCommand(
    'editor.action.showReferences',
    Uri.parse(uri),
    positionOf(position),
    locations.map(({ uri: file, range }) => {
      return new Location(Uri.parse(file), new Range(positionOf(range.start), positionOf(range.end)));
    }),
  );
}

function positionOf({ line, character }: PlainPosition): Position {
  return new Position(line, character);
}
