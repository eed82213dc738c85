import { z } from 'zod'
import { hours } from '../../kit/duration.ts'
import { freshProcedure, perIp } from '../../procedure.ts'
import { PersonalData } from './schemas.ts'
import { exportPersonalData } from './service.ts'

export const dataExportProcedures = {
  export: freshProcedure
    .meta({
      rest: 'GET /me/export',
      success: 200,
      summary: 'Read everything that is held about you, as one document.',
      description: 'Secrets and hashes of them are left out.',
      limits: [perIp(10, hours(1))],
      audit: 'account.exported',
    })
    .input(z.strictObject({}))
    .output(PersonalData)
    .query(({ ctx }) => exportPersonalData(ctx)),
}
