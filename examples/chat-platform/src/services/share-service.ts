import * as ids from "nanoid";
import { requireThread } from "./thread-service.js";

interface Share {
  id: string;
  threadId: string;
  url: string;
}

const shares: Share[] = [];

/** A link under which others can read a thread. */
export function shareThread(userId: string, threadId: string): Share {
  const thread = requireThread(userId, threadId);
  const shareId = ids.nanoid();
  const share: Share = { id: shareId, threadId: thread.id, url: `/shared/${shareId}` };
  shares.push(share);
  return share;
}

export const findShare = (id: string): Share | undefined => shares.find((share) => share.id === id);
