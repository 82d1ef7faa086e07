/** What has to be kept between the beginning and the end of a sign-in, by the browser that began it. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who somebody is, as an identity provider has proven it. */
export interface ProvenIdentity {
  /** Issuer and subject: never given to anybody else. */
  readonly identity: string;
  /** Present only if the provider has verified it. */
  readonly email?: string;
  /** The provider has asked for more than one factor (`mfa` in `amr`, RFC 8176). */
  readonly withSecondFactor: boolean;
}

/** Signing in at somebody else's (OpenID Connect). */
export interface IdentityProvider {
  /** Where the browser goes. @throws DomainError `unavailable`. */
  begin(redirectUrl: string): Promise<{ readonly url: string; readonly secrets: SignInSecrets }>;
  /**
   * @param returnedTo the address under which the browser has come back, with its query.
   * @throws DomainError `unauthenticated` when it proves nothing, `unavailable` when the provider does not answer.
   */
  complete(returnedTo: string, secrets: SignInSecrets): Promise<ProvenIdentity>;
}
