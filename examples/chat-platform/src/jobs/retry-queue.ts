import type { Job } from './job.js'
import { randomUUID } from 'node:crypto'
import { withRetry } from '@/agents/legacy/retry-policy.js'

type Policy = import('../agents/legacy/retry-policy.js').RetryPolicy

interface Retry {
  retryId: string
  work: () => Promise<void>
  policy?: Policy
}

const waiting: Retry[] = []

export const retryLater = (work: () => Promise<void>, policy?: Policy, retryId = randomUUID() as string) => {
  waiting.push({ retryId, work, policy })
  return retryId
}

export const retryQueue: Job = {
  name: 'retry-queue',
  every: 60_000,
  async run() {
    const batch = waiting.splice(0)
    const results = await Promise.allSettled(batch.map(each => withRetry(each.work, each.policy)))
    return results.filter(result => result.status === 'fulfilled').length
  },
}
