/**
 * People who sign in to the dashboard, what they may do, and all that travels about them. Every role may do what the ones
 * before it may. Times are ms since 1970. A password, code or token only ever travels in a body, never in an address.
 */
import * as z from 'zod/mini';
import { Office } from './place.ts';
import { Words } from './survey.ts';

/** viewer: the chairman, who reads. team: the survey team, who works with the answers. administrator: who sets it up. */
export const Role = z.literal(['viewer', 'team', 'administrator']);
export type Role = z.infer<typeof Role>;
const RANKS: readonly Role[] = ['viewer', 'team', 'administrator'];

export const mayAct = (role: Role, needed: Role): boolean => RANKS.indexOf(role) >= RANKS.indexOf(needed);

/** What a person types to sign in: small letters, digits, dot, hyphen, underscore, or an e-mail address. */
export const SignInName = z.string().check(z.regex(/^[a-z0-9][a-z0-9._@+-]{1,79}$/));
/** As others see it: "Nguyễn Thị Lan". */
export const PersonName = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));

export const Account = z.object({ id: z.string(), signInName: z.string(), name: z.string(), role: Role });
export type Account = z.infer<typeof Account>;

/** Who is signed in here. `freshUntil`: until when (ms since 1970) what is delicate may be done without a new proof. */
export const SessionReply = z.object({
  account: Account,
  office: Office,
  zone: z.string(),
  /** yyyy-MM-dd in the office's zone. */
  today: z.string(),
  freshUntil: z.int(),
  /** An administrator without a second factor may only set one up. */
  needsSecondFactor: z.boolean(),
  /** Whether there are offices beneath this one. */
  hasUnits: z.boolean(),
});
export type SessionReply = z.infer<typeof SessionReply>;

/** Characters that a new password needs at least: with a second factor (administrators have one), and without. */
export const PASSWORD_SHORTEST = { withSecondFactor: 8, alone: 15 } as const;
/** Bytes of UTF-8 that a password may have at most. Nothing is ever cut off. */
export const PASSWORD_LONGEST = 256;
/** Any text: how long a new one must be is said with a code of its own (`password-short`, `password-long`). */
const Password = z.string().check(z.maxLength(1024));
const Token = z.string().check(z.maxLength(128));
/** Six digits of the authenticator, or a recovery code; spaces and hyphens do not matter. */
const Code = z.string().check(z.maxLength(64));

/** `POST /api/session`. */
export const SignInRequest = z.strictObject({ signInName: z.string().check(z.maxLength(200)), password: Password });
export type SignInRequest = z.infer<typeof SignInRequest>;

/** Signed in; or the password was right and the code is still asked: then `ticket` goes back with it within 5 minutes. */
export const SignInReply = z.discriminatedUnion('state', [
  z.object({ state: z.literal('signed-in'), session: SessionReply }),
  z.object({ state: z.literal('second-factor'), ticket: z.string() }),
]);
export type SignInReply = z.infer<typeof SignInReply>;

/** `POST /api/session/second-factor`: the second step. Answered with a SessionReply. */
export const SecondFactorRequest = z.strictObject({ ticket: Token, code: Code });
export type SecondFactorRequest = z.infer<typeof SecondFactorRequest>;

/** `POST /api/session/step-up`: either proves again who is there; a code only where there is a second factor. */
export const StepUpRequest = z.union([z.strictObject({ password: Password }), z.strictObject({ code: Code })]);
export type StepUpRequest = z.infer<typeof StepUpRequest>;

/**
 * A link that works once. It is opened as `<origin>/dashboard/link#<token>`: what follows # is never sent by a browser.
 * set-up: the first administrator. invitation: a new account. reset: another password for one that there is.
 */
export const LinkPurpose = z.literal(['set-up', 'invitation', 'reset']);
export type LinkPurpose = z.infer<typeof LinkPurpose>;

/** `POST /api/link`: what a link is for, before it is used. */
export const LinkRequest = z.strictObject({ token: Token });
export const LinkReply = z.object({
  purpose: LinkPurpose,
  office: Office,
  /** `null` for set-up: that person chooses both names. */
  account: z.nullable(z.object({ signInName: z.string(), name: z.string() })),
  /** Characters that the password needs at least. */
  shortest: z.int(),
  expiresAt: z.int(),
});
export type LinkReply = z.infer<typeof LinkReply>;

/** `POST /api/link/accept`: sets the password, with both names for set-up only. Answered with a SignInReply. */
export const AcceptLinkRequest = z.strictObject({
  token: Token,
  password: Password,
  person: z.optional(z.strictObject({ signInName: SignInName, name: PersonName })),
});
export type AcceptLinkRequest = z.infer<typeof AcceptLinkRequest>;

/** `GET /api/account`: the signed-in person's own. */
export const OwnAccount = z.object({
  account: Account,
  secondFactor: z.boolean(),
  /** How many are left; 0 without a second factor. */
  recoveryCodes: z.int(),
  /** Characters that a new password needs at least. */
  shortest: z.int(),
});
export type OwnAccount = z.infer<typeof OwnAccount>;

/** `PUT /api/account/password`: all other sessions end. Answered with a SessionReply. */
export const PasswordChange = z.strictObject({ current: Password, password: Password });
export type PasswordChange = z.infer<typeof PasswordChange>;

/** `POST /api/account/second-factor`: a new secret, not yet in force. `uri` (otpauth:) is shown as QR, `secret` to type. */
export const TotpReply = z.object({ uri: z.string(), secret: z.string() });
export type TotpReply = z.infer<typeof TotpReply>;
/** `PUT /api/account/second-factor`: a code of that secret puts it in force, instead of an older one. */
export const TotpConfirmation = z.strictObject({ code: Code });
/** Shown once; each works once. Also of `POST /api/account/recovery-codes`, which makes the earlier ones void. */
export const RecoveryCodesReply = z.object({ codes: z.array(z.string()) });
export type RecoveryCodesReply = z.infer<typeof RecoveryCodesReply>;

/** `GET /api/account/sessions`. `DELETE /api/account/sessions/:id` ends one, without an id all others. */
export const SessionsReply = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      current: z.boolean(),
      /** Such as "Chrome" and "Android": no more is stored. `null` where it cannot be told. */
      browser: z.nullable(z.string()),
      system: z.nullable(z.string()),
      createdAt: z.int(),
      lastSeenAt: z.int(),
    }),
  ),
});
export type SessionsReply = z.infer<typeof SessionsReply>;
/** How many of something ended. */
export const EndedReply = z.object({ ended: z.int() });
export type EndedReply = z.infer<typeof EndedReply>;

/** `GET /api/accounts`, for administrators. */
export const ListedAccount = z.object({
  ...Account.shape,
  createdAt: z.int(),
  /** `null` while the account may be used. */
  disabledAt: z.nullable(z.int()),
  lastSignInAt: z.nullable(z.int()),
  secondFactor: z.boolean(),
  /** False until the invitation has been used. */
  hasPassword: z.boolean(),
  /** Until when a link that was handed out still works. */
  linkUntil: z.nullable(z.int()),
});
export type ListedAccount = z.infer<typeof ListedAccount>;
export const AccountsReply = z.object({ accounts: z.array(ListedAccount) });
export type AccountsReply = z.infer<typeof AccountsReply>;

/** `POST /api/accounts`. Answered with the link to hand over. */
export const NewAccount = z.strictObject({ signInName: SignInName, name: PersonName, role: Role });
export type NewAccount = z.infer<typeof NewAccount>;
/** Shown once: `path` is put behind the page's own origin. A new link makes an earlier one of the account void. */
export const LinkHandedOut = z.object({ account: ListedAccount, path: z.string(), expiresAt: z.int() });
export type LinkHandedOut = z.infer<typeof LinkHandedOut>;

/** `PATCH /api/accounts/:id`: what is given is changed. Answered with the ListedAccount. */
export const AccountChange = z.strictObject({
  name: z.optional(PersonName),
  role: z.optional(Role),
  disabled: z.optional(z.boolean()),
});
export type AccountChange = z.infer<typeof AccountChange>;

/** `POST /api/accounts/:id/reset`: a link for another password. `secondFactor`: takes the second factor away as well. */
export const ResetRequest = z.strictObject({ secondFactor: z.boolean() });
export type ResetRequest = z.infer<typeof ResetRequest>;

/** `GET /api/audit?before=&actor=&area=`, for administrators: newest first, a page at a time. */
export const AuditRow = z.object({
  seq: z.int(),
  at: z.int(),
  /** An account id, `system`, or `anonymous`. */
  actor: z.string(),
  actorName: z.nullable(z.string()),
  /** area.verb, such as `session.sign-in`. */
  action: z.string(),
  object: z.string(),
  /** Where the object is a person. */
  objectName: z.nullable(z.string()),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type AuditRow = z.infer<typeof AuditRow>;
export const AuditReply = z.object({
  rows: z.array(AuditRow),
  /** `before` of the next page; `null` on the last. */
  next: z.nullable(z.int()),
  /** What the rows can be narrowed to. */
  actors: z.array(z.object({ id: z.string(), name: z.nullable(z.string()) })),
  areas: z.array(z.string()),
  /** What ids in the details are called now: `counter:quay-1`, `criterion:time`, `field:land`, `device:…`, `assignee:…`. */
  names: z.record(z.string(), Words),
  /** Up to which row the log has been anchored outside the data file; 0 for none. */
  anchoredTo: z.int(),
});
export type AuditReply = z.infer<typeof AuditReply>;
