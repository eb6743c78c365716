/** All that the API offers. A test holds it against the router in both directions; what is not here is not answered. */
import { ALERT_OPERATIONS } from './operations/alerts.ts';
import { FLEET_OPERATIONS } from './operations/fleet.ts';
import { OFFICE_OPERATIONS } from './operations/offices.ts';
import type { Operations } from './operations/operation.ts';
import { PAPER_OPERATIONS } from './operations/paper.ts';
import { PEOPLE_OPERATIONS } from './operations/people.ts';
import { PUBLIC_OPERATIONS } from './operations/public.ts';
import { REMARK_OPERATIONS } from './operations/remarks.ts';
import { REPORT_OPERATIONS } from './operations/reports.ts';
import { RESULT_OPERATIONS } from './operations/results.ts';
import { SERVER_OPERATIONS } from './operations/server.ts';
import { SURVEY_OPERATIONS } from './operations/surveys.ts';
import { TABLET_OPERATIONS } from './operations/tablet.ts';

export const OPERATIONS: Operations = {
  ...TABLET_OPERATIONS,
  ...RESULT_OPERATIONS,
  ...PEOPLE_OPERATIONS,
  ...SURVEY_OPERATIONS,
  ...REMARK_OPERATIONS,
  ...FLEET_OPERATIONS,
  ...OFFICE_OPERATIONS,
  ...ALERT_OPERATIONS,
  ...PAPER_OPERATIONS,
  ...REPORT_OPERATIONS,
  ...PUBLIC_OPERATIONS,
  ...SERVER_OPERATIONS,
};
