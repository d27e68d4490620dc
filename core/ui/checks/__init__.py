"""Control of lessons on the screen: the walk with a tablet, checks, deviations and their life, figures."""
