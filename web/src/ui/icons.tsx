import type { JSX } from 'preact'

const icon = (drawing: JSX.Element) => () => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    {drawing}
  </svg>
)

export const AlertIcon = icon(<path d="M12 3.5 21.5 20h-19L12 3.5Zm0 6v4.5m0 2.6v.4" />)
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />)
export const MailIcon = icon(<path d="M3.5 6h17v12.5h-17V6Zm0 1 8.5 6 8.5-6" />)
export const DeviceIcon = icon(<path d="M4 5h16v10.5H4V5Zm-1.5 14h19" />)
export const PhoneIcon = icon(<path d="M7 3h10v18H7V3Zm3.8 15h2.4" />)
