import { newId } from "@shop/ids";

export const createInvoice = () => ({ invoiceId: newId("invoice") });
