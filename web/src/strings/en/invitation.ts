/** The page an invitation's link leads to. Loaded with that page, since few visit it. */
export const invitation = {
  title: 'You are invited',
  lead: (inviter: string, organization: string) => `${inviter} invites you to join ${organization}.`,
  leadUnknown: 'Somebody invites you to join their organization here.',
  create: 'Create account and join',
  haveOne: 'You have an account with the invited address?',
  join: 'Join',
  decline: 'Decline the invitation',
  signedInAs: (email: string) => `You are signed in as ${email}.`,
  leave: 'Sign out',
  overTitle: 'This invitation is over',
  over: 'It was used, declined or taken back, a newer one was sent, or its time has run out. What still awaits your answer is shown once you are signed in.',
  ownOrganizations: 'Go to your organizations',
  declinedTitle: 'Invitation declined',
  declined: 'You will not be invited there again for the next 30 days.',
}
