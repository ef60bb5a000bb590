"""Figures that print: black on white, told apart by shape, line and hatching, each with its words."""

from qualcode.figures.drawing import Drawing
from qualcode.figures.grid import Cell, Grid, Relation, grid
from qualcode.figures.networks import Ego, Node, Tie, ego_networks, network
from qualcode.figures.strips import Bar, Mark, Strip, bars, strips
from qualcode.figures.time import Account, Level, levels, timeline

__all__ = [
    "Account",
    "Bar",
    "Cell",
    "Drawing",
    "Ego",
    "Grid",
    "Level",
    "Mark",
    "Node",
    "Relation",
    "Strip",
    "Tie",
    "bars",
    "ego_networks",
    "grid",
    "levels",
    "network",
    "strips",
    "timeline",
]
