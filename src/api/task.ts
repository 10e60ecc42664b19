/** The properties of DesktopTaskInfo and DesktopTaskData (View) and DesktopPoolTaskInfo (REST, which has all in one object). */
import type { TaskView } from './pool-view.ts';
import type { Property } from './property.ts';

const member = {
  since: '7.0',
  restFrom: 'rest-v1',
  restSince: '2012',
  readOnly: false,
  document: 'task',
} as const;

const count = { ...member, type: 'count', optional: true, presence: 'where-known' } as const;

/** What a task is about and how many clones are in which state. REST has no tasks before 2012 (8.1). */
export const taskData = [
  {
    ...member,
    view: 'taskType',
    rest: 'operation',
    type: 'taskType',
    optional: false,
    presence: 'always',
    description: 'What the task does to its clones.',
    from: (task) => task.taskType,
  },
  {
    ...member,
    view: 'description',
    rest: 'description',
    type: 'string',
    optional: true,
    presence: 'where-known',
    description: 'The task in words.',
    from: (task) => task.description,
  },
  {
    ...member,
    view: 'scheduleTime',
    rest: 'schedule_time',
    type: 'dateTime',
    optional: true,
    presence: 'where-known',
    description: 'When the task starts.',
    from: (task) => task.scheduleTime,
  },
  {
    ...count,
    view: 'remaining',
    rest: 'remaining_vmtask_count',
    description: 'Clones that are scheduled or in progress.',
    from: (task) => task.remaining,
  },
  {
    ...count,
    view: 'errors',
    rest: 'error_vmtask_count',
    description: 'Clones that failed.',
    from: (task) => task.errors,
  },
  {
    ...count,
    view: 'halted',
    rest: 'halted_vmtask_count',
    description: 'Clones that are held back.',
    from: (task) => task.halted,
  },
  {
    ...count,
    view: 'cancelled',
    rest: 'cancelled_vmtask_count',
    description: 'Clones that were cancelled.',
    from: (task) => task.cancelled,
  },
] as const satisfies readonly Property<TaskView>[];

/** A task by its id. */
export const taskInfo = [
  {
    ...member,
    view: 'id',
    rest: 'id',
    type: 'id',
    optional: false,
    presence: 'always',
    description: 'The id of the task.',
    from: (task) => task.id,
  },
  {
    ...member,
    view: 'data',
    rest: null,
    type: 'taskData',
    optional: false,
    presence: 'always',
    description: 'The task itself.',
    from: (task) => task,
  },
] as const satisfies readonly Property<TaskView>[];
