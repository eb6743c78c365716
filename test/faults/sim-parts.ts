/** What a world of the simulation is made of; built as it is, and with bugs for the controls. */
export { beginning, createSimServer } from './sim-server.ts';
export { loadAll, startTablet } from './tablet.ts';
export { openJournal } from '../../src/kiosk/journal/journal.ts';
export { createMark } from '../../src/kiosk/mark.ts';
