/** A mail that is ready to be sent: every mail has a text part (I11). */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type MailDelivery =
  | { readonly sent: true; readonly messageId: string }
  | { readonly sent: false; readonly why: 'address-refused' | 'provider-rejected' };

/** Sends mail. A repeated send of the same mail must carry the same `Message-ID`, given by `key`. */
export interface Mailer {
  send(mail: Mail, key: string): Promise<MailDelivery>;
}
