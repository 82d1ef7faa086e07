/** Where people stand in settings, be they right or only a draft. */
export interface PeopleInSettings<P> {
  readonly providers: {
    readonly assistance: { readonly by?: string; readonly provider?: P | undefined };
    readonly medical?: P | undefined;
    readonly travel?: P | undefined;
    readonly backups: readonly P[];
  };
  readonly internalContacts: readonly P[];
  readonly authorisingPersons: readonly P[];
}

/** Everybody in the settings, and where they stand. */
export function everybodyIn<P>({
  providers,
  internalContacts,
  authorisingPersons,
}: PeopleInSettings<P>): readonly (readonly [path: string, person: P])[] {
  const one = (path: string, person: P | undefined) =>
    person === undefined ? [] : [[path, person] as const];
  const several = (path: string, people: readonly P[]) =>
    people.map((person, index) => [`${path}/${index}`, person] as const);
  const { assistance, medical, travel, backups } = providers;
  return [
    ...one('/providers/assistance/provider', assistance.provider),
    ...one('/providers/medical', medical),
    ...one('/providers/travel', travel),
    ...several('/providers/backups', backups),
    ...several('/internalContacts', internalContacts),
    ...several('/authorisingPersons', authorisingPersons),
  ];
}
