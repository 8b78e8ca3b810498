/** The work could not be done; the message is for the user and says why in one line. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
