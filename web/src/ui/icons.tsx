import type { JSX } from 'preact'

const icon = (drawing: JSX.Element) => () => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    {drawing}
  </svg>
)

export const AlertIcon = icon(<path d="M12 3.5 21.5 20h-19L12 3.5Zm0 6v4.5m0 2.6v.4" />)
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />)
export const MailIcon = icon(<path d="M3.5 6h17v12.5h-17V6Zm0 1 8.5 6 8.5-6" />)
export const KeyIcon = icon(
  <path d="M8 16.5a4.5 4.5 0 1 1 4.3-5.9l8.2.1v3.3h-2.4v2.5h-3.2v-2.5h-2.7A4.5 4.5 0 0 1 8 16.5Zm-1.2-4.6v.2" />,
)
export const OutsideIcon = icon(<path d="M13.5 4.5h5v15h-5M4.5 12h9m-3.5-3.75L13.75 12 10 15.75" />)
export const LinkIcon = icon(
  <path d="M10 14a4 4 0 0 1 0-5.6l2.8-2.8a4 4 0 0 1 5.6 5.6l-1.3 1.3M14 10a4 4 0 0 1 0 5.6l-2.8 2.8a4 4 0 0 1-5.6-5.6l1.3-1.3" />,
)
export const BackIcon = icon(<path d="M19 12H5m6-6-6 6 6 6" />)
export const BuildingIcon = icon(
  <path d="M5 20.5v-16h9v16m0-11h5v11m-16 0h18M8.2 8.5h2.6m-2.6 4h2.6m-2.6 4h2.6" />,
)
export const DeviceIcon = icon(<path d="M4 5h16v10.5H4V5Zm-1.5 14h19" />)
export const PhoneIcon = icon(<path d="M7 3h10v18H7V3Zm3.8 15h2.4" />)
