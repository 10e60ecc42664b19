/** What leaves the machine through `emit`: faults, reasons for ignoring, and the audit events Horizon writes. */
import type { CommandType, FactType } from './events.ts';

/** View API fault names. `InsufficientPermission` is raised by a server alone. */
export type FaultName = 'EntityNotFound' | 'InvalidArgument' | 'InvalidType';

/** Why a command was refused. Horizon's world: an outcome, never thrown. */
export interface Fault {
  readonly name: FaultName;
  readonly command: CommandType;
  /** What was asked, which state or value forbids it, and what would be allowed. */
  readonly message: string;
  /** The offending member of the command, where there is one. */
  readonly field?: string;
}

export type AuditEventName =
  | 'VLSI_DESKTOP_PUSH_IMAGE_SCHEDULED'
  | 'VLSI_DESKTOP_PUSH_IMAGE_SCHEDULE_FAILED'
  | 'VLSI_DESKTOP_PUSH_IMAGE_CANCELLED'
  | 'VLSI_DESKTOP_PUSH_IMAGE_CANCEL_FAILED'
  | 'VLSI_MACHINE_PUSH_IMAGE_FAILED'
  | 'VLSI_DESKTOP_UPDATE_ATTEMPT'
  | 'VLSI_DESKTOP_UPDATED'
  | 'VLSI_DESKTOP_UPDATE_FAILED'
  | 'ADMIN_DESKTOP_ADDED'
  | 'ADMIN_REMOVE_DESKTOP_SUCCEEDED'
  | 'ADMIN_REMOVE_DESKTOP_FAILED';

/** A record of Horizon's event database. */
export interface AuditEvent {
  readonly name: AuditEventName;
  /** The clone or the member of the update it is about, where there is one. */
  readonly subject?: string;
}

export type Emitted =
  | { readonly type: 'fault'; readonly at: number; readonly fault: Fault }
  | { readonly type: 'ignored'; readonly at: number; readonly fact: FactType; readonly reason: string }
  | { readonly type: 'audit'; readonly at: number; readonly audit: AuditEvent };
