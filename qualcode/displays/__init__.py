"""What an analysis ends in: the displays of six published studies and the figures of a study, made of its frames."""

from qualcode.displays.display import Display
from qualcode.displays.figures import FIGURES, figure
from qualcode.displays.replaying import SOURCES, Source, replay, source_called

__all__ = ["FIGURES", "SOURCES", "Display", "Source", "figure", "replay", "source_called"]
