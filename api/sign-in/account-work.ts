import type { ApiDependencies } from '../dependencies.js';
import { createAuthentication, type Authentication } from '../middleware/authentication.js';
import { createAddressChanges, type TellAddressChanges } from '../pins/address-changes.js';
import { createOwnPins, type OwnPins } from '../pins/own-pins.js';
import { createPinCodes } from '../pins/pin-codes.js';
import { createPinMails } from '../pins/pin-mails.js';
import { createPins } from '../pins/pins.js';
import { createAccountLinks, type AccountLinks } from './account-links.js';
import { createAccountMails } from './account-mails.js';
import { createLinkDelivery, type LinkDelivery } from './link-delivery.js';
import { createSignInAttempts, type SignInAttempts } from './sign-in-attempts.js';
import { createBrowserSessions, type BrowserSessions } from './browser-session.js';
import { createPasswords, type Passwords } from './passwords.js';
import { createSecondFactor, type SecondFactor } from './second-factor.js';
import { createSignIn, type SignIn } from './sign-in.js';
import { createStepUp, type StepUp } from './step-up.js';

/** What has to do with who somebody is: the ways to prove it, and the links that help with it. */
export interface AccountWork {
  readonly authentication: Authentication;
  readonly sessions: BrowserSessions;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  readonly signIn: SignIn;
  readonly secondFactor: SecondFactor;
  readonly stepUp: StepUp;
  readonly links: AccountLinks;
  readonly linkDelivery: LinkDelivery;
  readonly ownPins: OwnPins;
  readonly tellAddressChanges: TellAddressChanges;
}

export function createAccountWork(dependencies: ApiDependencies): AccountWork {
  const { store, contactBook, settings, background, sealer, now } = dependencies;
  const { credentials } = store;
  const attempts = createSignInAttempts(store.attemptLimits, settings.key);
  const passwords = createPasswords(settings.hashingCost);
  const pinMails = createPinMails(dependencies);
  const signIn = createSignIn({ credentials, attempts, passwords, now });
  const secondFactor = createSecondFactor({ credentials, attempts, sealer, now });
  const pins = createPins({
    pins: store.pins,
    codes: createPinCodes(settings.key, settings.hashingCost),
    now,
  });
  const mails = createAccountMails(dependencies);
  const links = { accountLinks: store.accountLinks, mails, publicUrl: settings.publicUrl, now };
  return {
    attempts,
    passwords,
    authentication: createAuthentication({
      deskToken: settings.deskToken,
      contactBook,
      tokens: store.tokens,
      credentials,
      lifetime: settings.sessionLifetime,
      secondFactorForDesk: settings.secondFactorForDesk,
      inBackground: (what, work) => {
        background.run(what, work);
      },
      now,
    }),
    sessions: createBrowserSessions({
      store: store.sessions,
      key: settings.key,
      publicUrl: settings.publicUrl,
      lifetime: settings.sessionLifetime,
    }),
    signIn,
    secondFactor,
    stepUp: createStepUp({ credentials, signIn, secondFactor, pins }),
    links: createAccountLinks({ ...links, credentials, passwords, background }),
    linkDelivery: createLinkDelivery(links),
    ownPins: createOwnPins({
      organisations: store.organisations,
      invitations: store.pinInvitations,
      store: store.pins,
      pins,
      mails: pinMails,
      background,
      publicUrl: settings.publicUrl,
      now,
    }),
    tellAddressChanges: createAddressChanges({ pins: store.pins, mails: pinMails, background, now }),
  };
}
