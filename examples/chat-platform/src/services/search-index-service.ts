import { addDocument } from "../tools/search-tool.js";
import { WebSocketManager } from "../websocket/websocket-manager.js";
import { randomUUID } from "node:crypto";

/** Callers pass what makes IDs, so that an import can keep those of its source. */
type MakeId = () => string;

/** Makes a user's upload findable for the search tool. */
export async function indexUpload(userId: string, title: string, text: string, uploadId: MakeId = randomUUID): Promise<string> {
  const { documentId } = addDocument(title, text);
  WebSocketManager.getInstance().sendToUser(userId, "notification", {
    uploadId: uploadId(),
    title: `"${title}" can be found now`,
  });
  return documentId;
}
