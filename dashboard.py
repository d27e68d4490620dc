"""The office: the ASGI application (imported once) and the script of every rerun, in one file.

No rules and no queries here: core.web stands before it, core.ui.frame draws around the pages.
"""

import streamlit as st

if __name__ == "__main__":
    from core.ui import frame

    frame.draw().run()
else:
    from contextlib import asynccontextmanager

    from anyio import to_thread

    from core import demo, web, workers
    from core.db import connection
    from core.migrations import migrate
    from core.ui.frame import fault
    from core.ui.warm import warm, without_a_script

    # Before the first st.navigation of a fresh process Streamlit would run any file of pages/ by its address,
    # without this script; one call here, before the first visitor, closes that.
    with without_a_script():
        st.navigation([st.Page(lambda: None, title="-")])
    site = web.Site()
    web.prompt()

    def _open():  # type: ignore[no-untyped-def]
        store = connection.store()
        demo.check(store, site.demo)
        migrate(store)
        warm()
        web.announce(site)
        web.keyed(site)
        return workers.start(store)

    @asynccontextmanager
    async def _life(_app):  # type: ignore[no-untyped-def]
        close = await to_thread.run_sync(_open)
        yield
        await to_thread.run_sync(close)

    app = st.App(__file__, routes=web.routes(), middleware=web.middleware(site), lifespan=_life, on_script_error=fault)
