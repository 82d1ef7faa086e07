import type { ContactId, OrganisationId } from '../domain/identifiers.js';
import type { OrganisationSettings } from '../domain/organisation/organisation.js';
import type { Scope } from '../domain/scope.js';
import type { PlainObject } from '../domain/settings/plain-json.js';
import type { Principal } from '../domain/timeline.js';

/** Settings that are being edited: they may be wrong, and count for nothing until they are saved (E5). */
export interface SettingsDraft {
  readonly organisationId: OrganisationId;
  /** Rises with every change of the draft; shown as ETag. */
  readonly version: number;
  /** The revision of the organisation that the draft began with. */
  readonly basedOn: number;
  readonly content: PlainObject;
  /** Identifiers of people in it whom no saved settings know yet. */
  readonly given: readonly ContactId[];
  readonly savedBy: Principal;
  readonly savedAt: Date;
}

/** One draft per organisation. */
export interface SettingsDraftRepository {
  /** `conflict` when `ifVersion` is not the current one; undefined: when there is a draft. */
  put(
    scope: Scope,
    organisationId: OrganisationId,
    draft: Omit<SettingsDraft, 'organisationId' | 'version'>,
    ifVersion: number | undefined,
  ): Promise<SettingsDraft>;
  find(scope: Scope, organisationId: OrganisationId): Promise<SettingsDraft | undefined>;
  /** With `ifVersion` only that one: what somebody has changed meanwhile stays. Whether there was one to remove. */
  remove(scope: Scope, organisationId: OrganisationId, ifVersion?: number): Promise<boolean>;
}

/** Settings as they were saved once. */
export interface SettingsVersion {
  readonly organisationId: OrganisationId;
  readonly revision: number;
  readonly settings: OrganisationSettings;
  readonly savedBy?: Principal;
  readonly savedAt: Date;
}

/** Every saved version; the organisation's repository writes them. */
export interface SettingsVersionRepository {
  /** The newest first, those before the given revision. */
  list(
    scope: Scope,
    organisationId: OrganisationId,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<readonly SettingsVersion[]>;
  find(scope: Scope, organisationId: OrganisationId, revision: number): Promise<SettingsVersion | undefined>;
  /** What somebody was called who stood in the settings once, and does no more; undefined: nobody did. */
  nameOf(scope: Scope, organisationId: OrganisationId, contactId: string): Promise<string | undefined>;
}
