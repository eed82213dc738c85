import type { User } from '@gatehouse/sdk'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { isOffered, type Permission, type StaffRole } from './permissions.ts'

/** Whoever works at the console. */
export type Staff = User & { platformRole: StaffRole }

export const StaffContext = createContext<Staff | undefined>(undefined)

export function useStaff(): Staff {
  const staff = useContext(StaffContext)
  if (!staff) throw new Error('A part of the console was rendered outside of it.')
  return staff
}

/** Tells what to show; whether it is allowed is the server's to say. */
export function useOffers(): (permission: Permission) => boolean {
  const { platformRole } = useStaff()
  return (permission) => isOffered(platformRole, permission)
}
