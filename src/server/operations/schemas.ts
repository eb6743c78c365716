/** The schemas of the API document, by the name that they have there. Each part adds its own. */
import type { ZodMiniType } from 'zod/mini';
import * as account from '../../domain/account.ts';
import * as alert from '../../domain/alert.ts';
import { BackupState } from '../../domain/backup.ts';
import * as fleet from '../../domain/fleet.ts';
import * as offices from '../../domain/offices.ts';
import * as officeSettings from '../../domain/office-settings.ts';
import { Letterhead } from '../../domain/letterhead.ts';
import * as remark from '../../domain/remark.ts';
import * as ballot from '../../domain/remark-ballot.ts';
import * as paper from '../../domain/paper.ts';
import * as paperImport from '../../domain/paper-import.ts';
import * as report from '../../domain/report.ts';
import * as publication from '../../domain/report-publication.ts';
import { Results } from '../../domain/results.ts';
import { OfficesView } from '../../domain/results-offices.ts';
import { Comparison } from '../../domain/results-comparison.ts';
import { Why } from '../../domain/results-why.ts';
import { SealedRecord } from '../../domain/sealed-record.ts';
import { SignalList } from '../../domain/signal-list.ts';
import { Submission } from '../../domain/submission.ts';
import * as surveyAdmin from '../../domain/survey-admin.ts';
import { Merges } from '../../domain/survey-merge.ts';
import * as tabletFile from '../../domain/tablet-file.ts';
import * as wire from '../../domain/wire.ts';

export const SCHEMAS = {
  Envelope: wire.Envelope,
  Submission,
  SealedRecord,
  BatchReply: wire.BatchReply,
  Heartbeat: wire.Heartbeat,
  HeartbeatReply: wire.HeartbeatReply,
  EnrolRequest: wire.EnrolRequest,
  EnrolReply: wire.EnrolReply,
  SettingsReply: wire.SettingsReply,
  NonceReply: wire.NonceReply,
  OfferedKey: wire.OfferedKey,
  KeyReply: wire.KeyReply,
  Results,
  Why,
  Comparison,
  OfficesView,
  SignalList,
  SessionReply: account.SessionReply,
  SignInRequest: account.SignInRequest,
  SignInReply: account.SignInReply,
  SecondFactorRequest: account.SecondFactorRequest,
  StepUpRequest: account.StepUpRequest,
  LinkRequest: account.LinkRequest,
  LinkReply: account.LinkReply,
  AcceptLinkRequest: account.AcceptLinkRequest,
  OwnAccount: account.OwnAccount,
  PasswordChange: account.PasswordChange,
  TotpReply: account.TotpReply,
  TotpConfirmation: account.TotpConfirmation,
  RecoveryCodesReply: account.RecoveryCodesReply,
  SessionsReply: account.SessionsReply,
  EndedReply: account.EndedReply,
  ListedAccount: account.ListedAccount,
  AccountsReply: account.AccountsReply,
  NewAccount: account.NewAccount,
  LinkHandedOut: account.LinkHandedOut,
  AccountChange: account.AccountChange,
  ResetRequest: account.ResetRequest,
  AuditReply: account.AuditReply,
  SurveysReply: surveyAdmin.SurveysReply,
  SaveDraft: surveyAdmin.SaveDraft,
  SavedDraft: surveyAdmin.SavedDraft,
  DiscardDraft: surveyAdmin.DiscardDraft,
  PublishDraft: surveyAdmin.PublishDraft,
  PublishedVersion: surveyAdmin.PublishedVersion,
  Merges,
  RemarkList: remark.RemarkList,
  RemarkCounts: remark.RemarkCounts,
  RemarkOptions: remark.RemarkOptions,
  RemarkExportSize: remark.RemarkExportSize,
  RemarkDetail: remark.RemarkDetail,
  RemarkChange: remark.RemarkChange,
  RemarkNoteBody: remark.RemarkNoteBody,
  RemarkTagBody: remark.RemarkTagBody,
  TagRename: remark.TagRename,
  TagRenamed: remark.TagRenamed,
  BallotList: ballot.BallotList,
  VoidBody: ballot.VoidBody,
  VoidReply: ballot.VoidReply,
  Fleet: fleet.Fleet,
  CodeRequest: fleet.CodeRequest,
  CodeReply: fleet.CodeReply,
  CodeState: fleet.CodeState,
  TabletChange: fleet.TabletChange,
  TabletFileReply: tabletFile.TabletFileReply,
  AsideDecision: tabletFile.AsideDecision,
  Confirmation: fleet.Confirmation,
  NewCounter: fleet.NewCounter,
  CounterChange: fleet.CounterChange,
  CounterOrder: fleet.CounterOrder,
  Changed: fleet.Changed,
  Saved: fleet.Saved,
  UnitList: offices.UnitList,
  NewUnit: offices.NewUnit,
  UnitChange: offices.UnitChange,
  OfficeSettings: officeSettings.OfficeSettings,
  OfficeSettingsChange: officeSettings.OfficeSettingsChange,
  PinChange: officeSettings.PinChange,
  AlertList: alert.AlertList,
  AlertCount: alert.AlertCount,
  AlertClosure: alert.AlertClosure,
  AlertRulesReply: alert.AlertRulesReply,
  AlertRulesChange: alert.AlertRulesChange,
  NewBatch: paper.NewBatch,
  BatchList: paper.BatchList,
  BatchDetail: paper.BatchDetail,
  TypedBallot: paper.TypedBallot,
  TypedReply: paper.TypedReply,
  CloseBatch: paper.CloseBatch,
  Decision: paper.Decision,
  PaperSetup: paper.PaperSetup,
  UploadReply: paperImport.UploadReply,
  CheckRequest: paperImport.CheckRequest,
  CheckReply: paperImport.CheckReply,
  ImportRequest: paperImport.ImportRequest,
  ImportState: paperImport.ImportState,
  ReportList: report.ReportList,
  ReportEntry: report.ReportEntry,
  FreezeRequest: report.FreezeRequest,
  FrozenPeriod: report.FrozenPeriod,
  ExportSize: report.ExportSize,
  Letterhead,
  Publication: publication.Publication,
  PublicResult: publication.PublicResult,
  BackupState,
  Problem: wire.Problem,
} satisfies Record<string, ZodMiniType>;
export type SchemaName = keyof typeof SCHEMAS;
