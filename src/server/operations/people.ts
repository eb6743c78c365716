/** Signing in, accounts, and the audit log. */
import { BODY_PROBLEMS, json, type Operations } from './operation.ts';

const PROOF = ['too-many', 'busy'] as const;
const PASSWORD = ['password-short', 'password-long', 'password-common', 'busy'] as const;
const session = json('SessionReply', 'The person, the office and the day. The session has a new id.');

export const PEOPLE_OPERATIONS = {
  '/api/session': {
    get: {
      summary: 'Who is signed in here.',
      policy: 'viewer',
      beforeSecondFactor: true,
      reply: json('SessionReply', 'The person, the office and the day.'),
      problems: ['needs-second-factor'],
    },
    post: {
      summary: 'Sign in with a password.',
      policy: 'open',
      body: json('SignInRequest', 'Name and password.'),
      reply: json('SignInReply', 'Signed in (with the cookies of the session), or a ticket for the second step.'),
      problems: [...BODY_PROBLEMS, ...PROOF, 'sign-in-failed'],
    },
    delete: {
      summary: 'Sign out.',
      policy: 'viewer',
      beforeSecondFactor: true,
      reply: json('EndedReply', 'The session has ended.'),
      problems: ['cross-site'],
    },
  },
  '/api/session/second-factor': {
    post: {
      summary: 'The second step of signing in.',
      policy: 'open',
      body: json('SecondFactorRequest', 'The ticket, and a code of the authenticator or a recovery code.'),
      reply: json('SessionReply', 'Signed in, with the cookies of the session.'),
      problems: [...BODY_PROBLEMS, ...PROOF, 'proof-wrong', 'link-over'],
    },
  },
  '/api/session/step-up': {
    post: {
      summary: 'Prove again who is there.',
      policy: 'viewer',
      beforeSecondFactor: true,
      body: json('StepUpRequest', 'The password, or a code.'),
      reply: session,
      problems: [...BODY_PROBLEMS, ...PROOF, 'proof-wrong'],
    },
  },
  '/api/link': {
    post: {
      summary: 'What a one-time link is for; using it up is another step.',
      policy: 'open',
      body: json('LinkRequest', 'The token of the link.'),
      reply: json('LinkReply', 'For whom it is.'),
      problems: [...BODY_PROBLEMS, 'link-over'],
    },
  },
  '/api/link/accept': {
    post: {
      summary: 'Set the password that a one-time link is for.',
      policy: 'open',
      body: json('AcceptLinkRequest', 'The token and the password; both names where it is for the first account.'),
      reply: json('SignInReply', 'Signed in, or a ticket for the second step.'),
      problems: [...BODY_PROBLEMS, ...PASSWORD, 'link-over', 'name-taken'],
    },
  },
  '/api/account': {
    get: {
      summary: 'One’s own account.',
      policy: 'viewer',
      beforeSecondFactor: true,
      reply: json('OwnAccount', 'The account, and what opens it.'),
      problems: [],
    },
  },
  '/api/account/password': {
    put: {
      summary: 'Change one’s own password; all other sessions end.',
      policy: 'viewer',
      beforeSecondFactor: true,
      body: json('PasswordChange', 'The present one and the new one.'),
      reply: session,
      problems: [...BODY_PROBLEMS, ...PROOF, ...PASSWORD, 'proof-wrong'],
    },
  },
  '/api/account/second-factor': {
    post: {
      summary: 'Begin to set up an authenticator.',
      policy: 'viewer',
      fresh: true,
      beforeSecondFactor: true,
      reply: json('TotpReply', 'The secret, told this once; not yet in force.'),
      problems: ['cross-site', 'storage'],
    },
    put: {
      summary: 'Confirm the authenticator with a code of it; all other sessions end.',
      policy: 'viewer',
      fresh: true,
      beforeSecondFactor: true,
      body: json('TotpConfirmation', 'The code.'),
      reply: json('RecoveryCodesReply', 'Codes for when the authenticator is lost, told this once.'),
      problems: [...BODY_PROBLEMS, 'too-many', 'proof-wrong'],
    },
  },
  '/api/account/recovery-codes': {
    post: {
      summary: 'New recovery codes; those before open nothing any more.',
      policy: 'viewer',
      fresh: true,
      reply: json('RecoveryCodesReply', 'The codes, told this once.'),
      problems: ['cross-site', 'not-found', 'storage'],
    },
  },
  '/api/account/sessions': {
    get: {
      summary: 'Where one is signed in.',
      policy: 'viewer',
      reply: json('SessionsReply', 'The sessions that hold, newest first.'),
      problems: [],
    },
    delete: {
      summary: 'End all sessions but this one.',
      policy: 'viewer',
      reply: json('EndedReply', 'How many ended.'),
      problems: ['cross-site'],
    },
  },
  '/api/account/sessions/:id': {
    delete: {
      summary: 'End one of one’s own sessions.',
      policy: 'viewer',
      reply: json('EndedReply', 'It has ended.'),
      problems: ['cross-site', 'not-found'],
    },
  },
  '/api/accounts': {
    get: {
      summary: 'All accounts of the office.',
      policy: 'administrator',
      reply: json('AccountsReply', 'By name, the disabled ones last.'),
      problems: [],
    },
    post: {
      summary: 'Add an account.',
      policy: 'administrator',
      fresh: true,
      body: json('NewAccount', 'The names and the role.'),
      reply: json('LinkHandedOut', 'The account, and the link with which its person sets a password.'),
      problems: [...BODY_PROBLEMS, 'name-taken'],
    },
  },
  '/api/accounts/:id': {
    patch: {
      summary: 'Change name or role, disable or enable. With another role or when disabled, all its sessions end.',
      policy: 'administrator',
      fresh: true,
      body: json('AccountChange', 'What changes.'),
      reply: json('ListedAccount', 'The account as it is now.'),
      problems: [...BODY_PROBLEMS, 'not-found', 'last-administrator'],
    },
  },
  '/api/accounts/:id/reset': {
    post: {
      summary: 'Make a link for another password. The person chooses it, not the administrator.',
      policy: 'administrator',
      fresh: true,
      body: json('ResetRequest', 'Whether the second factor goes as well.'),
      reply: json('LinkHandedOut', 'The account and the link.'),
      problems: [...BODY_PROBLEMS, 'not-found'],
    },
  },
  '/api/audit': {
    get: {
      summary: 'The audit log, newest first.',
      policy: 'administrator',
      query: {
        before: 'Only rows before this one.',
        actor: 'Only what this one did: an account id, system or anonymous.',
        area: 'Only this area, the part of an action before the dot.',
      },
      reply: json('AuditReply', 'Up to 100 rows.'),
      problems: ['wrong-type'],
    },
  },
} as const satisfies Operations;
