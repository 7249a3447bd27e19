@echo off
chcp 65001 >nul
setlocal
set "PYTHONHOME="
set "PYTHONPATH="
title cmkb
if not exist "%~dp0cmkb\launch.py" goto packed
if exist "%~dp0cmkb\python\python.exe" goto inside
if exist "%~dp0cmkb\venv\Scripts\python.exe" goto installed
type "%~dp0cmkb\not-installed.txt"
goto failed

:inside
"%~dp0cmkb\python\python.exe" "%~dp0cmkb\launch.py" today %*
goto end
:installed
"%~dp0cmkb\venv\Scripts\python.exe" "%~dp0cmkb\launch.py" today %*
goto end

:packed
echo 请先把整个压缩包解压到一个文件夹，再双击 安装.cmd
echo Unpack the whole archive first, then start this file again.
:failed
pause
exit /b 1
:end
set "RESULT=%ERRORLEVEL%"
pause
exit /b %RESULT%
