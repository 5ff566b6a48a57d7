/* What the parts of the launcher that run before managed code know of each other. */
#ifndef PSCONTAINER_RUNTIME_START_H
#define PSCONTAINER_RUNTIME_START_H

/* Whether no managed code of the launcher has run yet. */
extern int pscontainer_is_starting;

#endif
