/** The server and a signing tablet, built as they are and with bugs for the controls. */
export { openApp } from '../helpers/server.ts';
export { signingTablet } from '../helpers/signing.ts';
