@echo off
rem Installs Gouji from this folder on the first start (no network, no administrator), then opens its page. ASCII only: any code page reads it.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
chcp 65001 >nul
call :find
if defined PY goto start
for %%I in (python\python-3.1*-amd64.exe) do (
    echo Installing Python from %%I ...
    "%%I" /passive InstallAllUsers=0 Include_launcher=1 Include_test=0
    call :find
)
if defined PY goto start
echo.
echo Gouji needs Python 3.11, 3.12 or 3.13 (64 bit), and found none.
echo Install it, or put its installer (python-3.12.x-amd64.exe) into the folder "python" here, and start again.
echo See README.txt.
pause
exit /b 3
:start
%PY% install.py %*
if errorlevel 1 pause
exit /b %errorlevel%
:find
for %%V in (3.12 3.13 3.11) do (
    if not defined PY py -%%V -c "" >nul 2>nul && set PY=py -%%V
)
if defined PY exit /b 0
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set PY=python
exit /b 0
