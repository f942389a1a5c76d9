// Compiled into every native npm package before its own code (src/setup/npm.mjs). From Node 24.19 the header
// node_object_wrap.h gives each wrapped object a cleanup hook and takes it away in the destructor. A garbage collection
// that no JavaScript called for runs destructors where Node has no environment at hand, and Node 24 aborts there.
// better-sqlite3 12 was made without these hooks and has one of its own. So: Node's own header, its hooks left out.
// See docs/decisions/node.md. node.h asks for what Node-API is still trying out, where finalizers have another signature:
// pkcs11js was made for the one that stands, and compiled with Node 20's headers it would not.
#ifdef __cplusplus
#define NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT
#include <node.h>

namespace node {
inline void LeaveOutHook(v8::Isolate*, void (*)(void*), void*) {}
}  // namespace node

#define AddEnvironmentCleanupHook LeaveOutHook
#define RemoveEnvironmentCleanupHook LeaveOutHook
#include <node_object_wrap.h>
#undef AddEnvironmentCleanupHook
#undef RemoveEnvironmentCleanupHook
#endif
