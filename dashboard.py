"""The office: the ASGI application (imported once) and the script of every rerun, in one file.

No rules and no queries here: core.web stands before it, core.ui.frame draws around the pages.
"""

import streamlit as st

if __name__ == "__main__":
    from core.ui import frame

    frame.draw().run()
else:
    from core import logs, web
    from core.ui.frame import fault
    from core.ui.warm import warm, without_a_script

    logs.begin()
    # Before the first st.navigation of a fresh process Streamlit would run any file of pages/ by its address,
    # without this script; one call here, before the first visitor, closes that.
    with without_a_script():
        st.navigation([st.Page(lambda: None, title="-")])
    site = web.Site()
    web.prompt()
    app = st.App(__file__, routes=web.routes(), middleware=web.middleware(site), lifespan=web.lifespan(site, warm),
                 on_script_error=fault)  # fmt: skip
