/**
 * Tells password managers whose password the form beside it is about; to people it is not there. It is not sent: a field
 * without a name is no part of the form.
 */
export function UsernameForManagers({ email }: { email: string }) {
  return (
    <input
      type="email"
      class="visually-hidden"
      autocomplete="username"
      defaultValue={email}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  )
}
