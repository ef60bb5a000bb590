"""The workbench. Start it with: streamlit run app.py -- demo/study.qualcode"""

from qualcode.ui.app import main

main()
